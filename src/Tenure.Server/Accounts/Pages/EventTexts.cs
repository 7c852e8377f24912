namespace Tenure.Server.Accounts.Pages;

/// <summary>Marks the texts about what happened to an account.</summary>
internal sealed class EventTexts;
