namespace Tenure.Protocols.BootImages;

/// <summary>Takes the parts of an image in their order; each begins at a whole page.</summary>
internal ref struct BootParts(ReadOnlyMemory<byte> image, long page, int headerSize)
{
    private long at = (headerSize + page - 1) / page * page;

    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.BootImageBroken"/>: it is cut short.</exception>
    public ReadOnlyMemory<byte> Next(uint size, string field)
    {
        if (size == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (at + size > image.Length)
        {
            throw BootFormat.Broken("The image is cut short.", field);
        }

        var part = image.Slice((int)at, (int)size);
        at += (size + page - 1) / page * page;
        return part;
    }

    /// <summary>Where the next part begins.</summary>
    public readonly long Position => at;
}
