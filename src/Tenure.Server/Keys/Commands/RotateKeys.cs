using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys rotate</c>: puts the next generation of signers into a keys folder, each by one rename. Killed at any moment, every signer is whole: the old one or the new one.</summary>
internal static class RotateKeys
{
    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var (roots, keys) = (new KeyFolder(given["--roots"]!), new KeyFolder(given["--keys"]!));
        if (!roots.ReadPublic(KeyNames.ActiveRoot).Equals(keys.ReadPublic(KeyNames.ActiveRoot)))
        {
            throw new KeyFileException(terminal.Words["OtherRoots", given["--roots"]!, given["--keys"]!]);
        }

        IEnumerable<SignerPurpose> purposes = given["--purpose"] is { } one ? [PurposeOf(one)] : KeyNames.Signers.Where(purpose => KeyNames.IsNeeded(purpose) || keys.HasSigner(purpose));

        // All of them are there before the first one is replaced.
        var trusted = KeyNames.Roots.Select(roots.ReadPublic).ToList();
        var before = purposes.Select(purpose => FoundOf(keys, purpose, trusted, terminal)).ToList();
        var issuer = new RootFolder(given["--roots"]!).RecordedIssuer ?? before[0].Issuer;
        if (before.Find(old => old.Issuer != issuer) is { } foreign)
        {
            throw new KeyFileException(terminal.Words["OtherIssuer", KeyNames.Of(foreign.Purpose), foreign.Issuer, issuer]);
        }

        var made = new List<RotatedSigner>();
        foreach (var old in before)
        {
            Ceremony.MakeSigner(roots, keys, old.Purpose, issuer, old.Generation + 1);
            var (purpose, now) = (old.Purpose, SignerCertificateCodec.ReadUnverified(keys.ReadCertificate(old.Purpose)));
            made.Add(new(KeyNames.Of(purpose), now.Generation, now.Key.Thumbprint.Text));
        }

        await terminal.TellAsync(made, made.Select(signer => terminal.Words["Rotated", signer.Purpose, signer.Generation, signer.Thumbprint]));
        return 0;
    }

    /// <summary>A purpose by its name.</summary>
    /// <exception cref="FormatException">There is no such signer.</exception>
    public static SignerPurpose PurposeOf(string name) => KeyNames.Signers.Where(p => KeyNames.Of(p) == name).Select(p => (SignerPurpose?)p).FirstOrDefault()
        ?? throw new FormatException($"--purpose is one of {string.Join(", ", KeyNames.Signers.Select(KeyNames.Of))}.");

    // Folders of an earlier version have no signer for flashing: its first generation is for the same address as the others.
    private static SignerCertificate FoundOf(KeyFolder keys, SignerPurpose purpose, IReadOnlyList<PublicKeyP256> roots, KeyTerminal terminal) => KeyNames.IsNeeded(purpose) || keys.HasSigner(purpose)
        ? CertifiedOf(keys, purpose, roots, terminal)
        : CertifiedOf(keys, SignerPurpose.Hold, roots, terminal) with { Purpose = purpose, Generation = 0 };

    // What is in the folder counts only where one of these roots certified it: else whoever can write there would have a root sign a generation of their choice, and devices never take a lower one again.
    private static SignerCertificate CertifiedOf(KeyFolder keys, SignerPurpose purpose, IReadOnlyList<PublicKeyP256> roots, KeyTerminal terminal)
    {
        try
        {
            var certificate = SignerCertificateCodec.Verify(keys.ReadCertificate(purpose), roots);
            return certificate.Purpose == purpose && certificate.Generation < uint.MaxValue
                ? certificate
                : throw new KeyFileException(terminal.Words["NotCertified", KeyNames.Of(purpose)]);
        }
        catch (ProtocolException e)
        {
            throw new KeyFileException(terminal.Words["NotCertified", KeyNames.Of(purpose)], e);
        }
    }

    private sealed record RotatedSigner(string Purpose, uint Generation, string Thumbprint);
}
