namespace Tenure.Server.Tokens.Pages;

/// <summary>Names the resource of this capability's page texts.</summary>
internal sealed class TokenTexts;
