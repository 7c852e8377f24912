namespace Tenure.Server.Accounts.Pages;

/// <summary>Names the resource of the texts on the pages of addresses.</summary>
internal sealed class AddressTexts;
