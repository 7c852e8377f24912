using System.Security.Cryptography;

namespace Tenure.Device.Phone.Emergency;

/// <summary>Hashes the bytes of several extents that follow each other, as they come.</summary>
internal sealed class ExtentHashing(IReadOnlyList<FlashExtent> extents, int sectorSize) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<FlashExtent> good = [];
    private int at;
    private long left = extents[0].Range.Sectors * sectorSize;

    /// <summary>Those that came, whole and as they must be.</summary>
    public IReadOnlyList<FlashExtent> Good => good;

    /// <summary>Those that did not.</summary>
    public IEnumerable<FlashExtent> Bad => extents.Except(good);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && at < extents.Count)
        {
            var part = (int)Math.Min(bytes.Length, left);
            hash.AppendData(bytes[..part]);
            bytes = bytes[part..];
            left -= part;
            if (left == 0)
            {
                End();
            }
        }
    }

    public void Dispose() => hash.Dispose();

    private void End()
    {
        if (CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), extents[at].Entry.Digest))
        {
            good.Add(extents[at]);
        }

        at++;
        left = at < extents.Count ? extents[at].Range.Sectors * sectorSize : 0;
    }
}
