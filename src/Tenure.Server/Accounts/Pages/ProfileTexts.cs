namespace Tenure.Server.Accounts.Pages;

/// <summary>Names the resource of the profile page's texts.</summary>
internal sealed class ProfileTexts;
