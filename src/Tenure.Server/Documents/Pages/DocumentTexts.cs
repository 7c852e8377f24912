namespace Tenure.Server.Documents.Pages;

/// <summary>Names the resource of this capability's page texts.</summary>
internal sealed class DocumentTexts;
