namespace Tenure.Server.Cases.Pages;

/// <summary>Names the resource of this capability's page texts.</summary>
internal sealed class CaseTexts;
