namespace Tenure.Protocols.Firehose;

/// <summary>A line of a flash package's list.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Place">Where; 0 sectors say that the place is as long as what is left of the unit.</param>
/// <param name="FileName">Relative to the list; <c>null</c> for a partition that is there and keeps what it holds.</param>
/// <param name="Label">The partition's name.</param>
/// <param name="IsSparse">The file may be a sparse image; one without its magic that has the place's size is a plain one.</param>
/// <param name="FileSectorOffset">Sectors of the file that are passed over.</param>
public sealed record FlashEntry(FlashEntryKind Kind, FirehosePlace Place, string? FileName, string? Label, bool IsSparse, long FileSectorOffset);
