namespace Tenure.Server.Documents.Contracts;

/// <summary>A document of another case that is the same, or looks alike.</summary>
/// <param name="Number">The document here.</param>
/// <param name="OtherFolder">The other case.</param>
/// <param name="OtherNumber">The document there.</param>
/// <param name="IsSameContent">Byte for byte; else it only looks alike.</param>
/// <param name="IsLater">Whether it was sent later than the one here.</param>
internal sealed record DocumentTwin(int Number, Guid OtherFolder, int OtherNumber, bool IsSameContent, bool IsLater);
