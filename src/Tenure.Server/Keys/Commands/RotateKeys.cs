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

        var purposes = given["--purpose"] is { } one ? [PurposeOf(one)] : KeyNames.Signers;

        // All of them are there before the first one is replaced.
        var before = purposes.Select(purpose => (Purpose: purpose, Certificate: SignerCertificateCodec.ReadUnverified(keys.ReadCertificate(purpose)))).ToList();
        var made = new List<RotatedSigner>();
        foreach (var (purpose, old) in before)
        {
            Ceremony.MakeSigner(roots, keys, purpose, old.Issuer, checked(old.Generation + 1));
            var now = SignerCertificateCodec.ReadUnverified(keys.ReadCertificate(purpose));
            made.Add(new(KeyNames.Of(purpose), now.Generation, now.Key.Thumbprint.Text));
        }

        await terminal.TellAsync(made, made.Select(signer => terminal.Words["Rotated", signer.Purpose, signer.Generation, signer.Thumbprint]));
        return 0;
    }

    /// <summary>A purpose by its name.</summary>
    /// <exception cref="FormatException">There is no such signer.</exception>
    public static SignerPurpose PurposeOf(string name) => KeyNames.Signers.Where(p => KeyNames.Of(p) == name).Select(p => (SignerPurpose?)p).FirstOrDefault()
        ?? throw new FormatException($"--purpose is one of {string.Join(", ", KeyNames.Signers.Select(KeyNames.Of))}.");

    private sealed record RotatedSigner(string Purpose, uint Generation, string Thumbprint);
}
