namespace Tenure.Protocols.Firehose;

/// <summary>What a table of digests says.</summary>
/// <param name="Digests">Of packets, 32 bytes each.</param>
/// <param name="Link">Of the next table's file; <c>null</c> for the last.</param>
internal readonly record struct DigestTable(ReadOnlyMemory<byte> Digests, ReadOnlyMemory<byte>? Link)
{
    public int Count => Digests.Length / DigestTables.DigestSize;

    public ReadOnlySpan<byte> this[int index] => Digests.Span.Slice(index * DigestTables.DigestSize, DigestTables.DigestSize);
}
