using Tenure.Protocols.Firehose;

namespace Tenure.Flash.Packages;

/// <summary>A place on the storage, and the file that fills it.</summary>
/// <param name="Entry">As the list has it.</param>
/// <param name="File">Of the package.</param>
public sealed record ListedImage(FlashEntry Entry, string File);
