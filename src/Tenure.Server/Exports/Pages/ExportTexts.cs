namespace Tenure.Server.Exports.Pages;

/// <summary>Names the resource of this capability's page texts.</summary>
internal sealed class ExportTexts;
