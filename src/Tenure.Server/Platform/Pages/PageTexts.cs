namespace Tenure.Server.Platform.Pages;

/// <summary>Names the resource of the texts that every page shares.</summary>
internal sealed class PageTexts;
