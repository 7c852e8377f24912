namespace Tenure.Protocols.Sparse;

/// <summary>Makes the image that a sparse one stands for.</summary>
public static class SparseImage
{
    /// <summary>Writes the image from the output's place on.</summary>
    /// <param name="sparse">Read once from its place on; need not seek.</param>
    /// <param name="image">
    /// Where it can seek, blocks of which nothing is said are left as they are, and zeros behind its end become a hole; what is there already is overwritten in place. Elsewhere zeros are written for them.
    /// </param>
    /// <param name="maxBytes">An image that stands for more is refused before anything is written.</param>
    /// <param name="mayLackLastSkip">Whether the last chunk, when it says nothing, may be counted and not be there, as in pieces of some hosts.</param>
    /// <returns>The reader at its end, for the checksums.</returns>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SparseImageBroken"/> or <see cref="ProtocolErrorCode.TooLarge"/>; the output is then written in part.</exception>
    public static SparseReader Expand(Stream sparse, Stream image, long maxBytes = SparseReader.DefaultMaxBytes, bool mayLackLastSkip = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        var reader = new SparseReader(sparse, sums: true, maxBytes, mayLackLastSkip);
        var target = new SparseTarget(image, reader.Length);
        try
        {
            while (reader.Next() is { } chunk)
            {
                switch (chunk.Kind)
                {
                    case SparseKind.Raw:
                        target.Copy(reader);
                        break;
                    case SparseKind.Fill:
                        target.Fill(chunk.Value, (long)chunk.Blocks * reader.BlockSize);
                        break;
                    case SparseKind.DontCare:
                        target.Pass((long)chunk.Blocks * reader.BlockSize);
                        break;
                }
            }

            target.End();
        }
        catch
        {
            // Nothing is written any more once the caller hears of it.
            target.Abandon();
            throw;
        }

        return reader;
    }
}
