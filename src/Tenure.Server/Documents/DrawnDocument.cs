namespace Tenure.Server.Documents;

/// <summary>A document whose pages were drawn.</summary>
/// <param name="Pages">How many.</param>
/// <param name="Look">Of the first; <c>null</c> when there is too little to see.</param>
internal sealed record DrawnDocument(int Pages, byte[]? Look);
