using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Manifests;

/// <summary>Reads a factory manifest from a stream, record by record, in a few kilobytes whatever its size.</summary>
/// <remarks>
/// The head's signature is checked first. What the records say counts only when <see cref="Next"/> has given <c>null</c>: only then they are known to be all of those
/// that were signed, and no other.
/// </remarks>
public sealed class ManifestReader : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly Stream stream;
    private readonly byte[] buffer = new byte[BufferSize];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int begin;
    private int end;
    private bool isOver;
    private uint left;

    /// <summary>Reads the head and checks its signature.</summary>
    /// <param name="stream">Stands at the manifest's first byte; read to its end, and the caller's to dispose.</param>
    /// <param name="keys">The makers' keys that are pinned.</param>
    /// <exception cref="ProtocolException">The head is not as it must be; <see cref="ProtocolErrorCode.UnknownSigner"/> for a key that is not pinned.</exception>
    public ManifestReader(Stream stream, IReadOnlyList<PublicKeyP256> keys)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(keys);
        this.stream = stream;
        Fill();
        Head = ReadHead(keys);
        left = Head.Devices;
    }

    /// <summary>What the maker signed.</summary>
    public ManifestHead Head { get; }

    /// <summary>Bytes read so far, of head and records.</summary>
    public long Position { get; private set; }

    /// <summary>The next record; <c>null</c> after the last one.</summary>
    /// <exception cref="ProtocolException">A record is not as it must be, or the records are not those that were signed.</exception>
    public ManifestRecord? Next()
    {
        if (left == 0)
        {
            RequireEnd();
            return null;
        }

        Fill();
        var record = ManifestRecord.Decode(buffer.AsMemory(begin, Math.Min(end - begin, ManifestRecord.MaxBytes)), out var length);
        hash.AppendData(buffer.AsSpan(begin, length));
        Take(length);
        left--;
        return record;
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private ManifestHead ReadHead(IReadOnlyList<PublicKeyP256> keys)
    {
        var envelope = CoseEnvelope.OpenFirst(buffer.AsMemory(begin, Math.Min(end - begin, CoseProfile.Manifest.MaxBytes)), CoseProfile.Manifest, out var length);
        var key = keys.FirstOrDefault(k => k.Thumbprint == envelope.KeyId)
            ?? throw new ProtocolException(ProtocolErrorCode.UnknownSigner, $"Signed by the key {envelope.KeyId}, which is not pinned.", "kid");
        using var platformKey = key.ToECDsa();
        envelope.Verify(key, platformKey);
        var (id, devices, digest) = ManifestHeadClaims.Decode(envelope.Payload);
        // Its slices lie in the buffer, which is filled anew: nothing of it is kept.
        Take(length);
        return new ManifestHead { Id = id, Devices = devices, Digest = digest, SignedBy = key.Thumbprint };
    }

    private void RequireEnd()
    {
        Fill();
        if (end > begin)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "There are bytes after the last record.", "records");
        }

        if (!CryptographicOperations.FixedTimeEquals(hash.GetCurrentHash(), Head.Digest))
        {
            throw new ProtocolException(ProtocolErrorCode.SignatureWrong, "The records are not those that were signed.", "digest");
        }
    }

    private void Take(int length)
    {
        begin += length;
        Position += length;
    }

    // Enough for the largest record, unless the stream is at its end.
    private void Fill()
    {
        if (isOver || end - begin >= ManifestRecord.MaxBytes)
        {
            return;
        }

        buffer.AsSpan(begin, end - begin).CopyTo(buffer);
        (begin, end) = (0, end - begin);
        while (end < buffer.Length)
        {
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                isOver = true;
                return;
            }

            end += read;
        }
    }
}
