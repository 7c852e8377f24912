namespace Tenure.Server.Leaving.Pages;

/// <summary>Names the resource of this capability's page texts.</summary>
internal sealed class LeavingTexts;
