namespace Tenure.Protocols.Tickets;

/// <summary>Signers whose certificate was verified, found again by the certificate's bytes. Holds the last few.</summary>
internal sealed class VerifiedSigners(IReadOnlyList<PublicKeyP256> roots) : IDisposable
{
    // A server has one signer a purpose and, for a while, its successor.
    private const int Capacity = 8;

    private readonly PinnedRoots roots = new(roots);
    private readonly Lock gate = new();
    private readonly List<VerifiedSigner> known = [];

    /// <exception cref="ProtocolException">The certificate does not verify; it is not remembered then.</exception>
    public VerifiedSigner Get(ReadOnlyMemory<byte> certificate)
    {
        lock (gate)
        {
            foreach (var signer in known)
            {
                if (certificate.Span.SequenceEqual(signer.Bytes))
                {
                    return signer;
                }
            }

            return Add(certificate);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            known.ForEach(signer => signer.PlatformKey.Dispose());
            known.Clear();
            roots.Dispose();
        }
    }

    private VerifiedSigner Add(ReadOnlyMemory<byte> bytes)
    {
        var certificate = SignerCertificateCodec.Verify(bytes, roots);
        var signer = new VerifiedSigner(bytes.ToArray(), certificate, certificate.Key.ToECDsa());
        if (known.Count == Capacity)
        {
            // Not disposed: another thread may be verifying with it, and the platform frees it when nobody does.
            known.RemoveAt(0);
        }

        known.Add(signer);
        return signer;
    }
}
