using System.Globalization;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Commands;

/// <summary>
/// <c>keys ceremony</c>: on a machine that is offline, makes two roots in <c>DIR/roots</c>, signers with certificates in <c>DIR/signer</c>, and the roots' public halves for the server in
/// <c>DIR/server</c>. With <c>--roots</c> the roots of an earlier ceremony certify new signers.
/// </summary>
internal static class HoldCeremony
{
    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var (issuer, generation) = (Issuer(given["--issuer"]!), Generation(given["--generation"]));
        var server = Make(Path.Combine(given["--out"]!, "server"));
        var signer = Make(Path.Combine(given["--out"]!, "signer"));
        var roots = given["--roots"] ?? MakeRoots(Path.Combine(given["--out"]!, "roots"), issuer);
        var files = new KeyFolder(roots);
        foreach (var purpose in KeyNames.Signers)
        {
            Ceremony.MakeSigner(files, new KeyFolder(signer), purpose, issuer, generation);
        }

        Ceremony.CopyRoots(files, new KeyFolder(signer));
        Ceremony.CopyRoots(files, new KeyFolder(server));
        var fingerprint = ServerFingerprint.Text(issuer, [.. KeyNames.Roots.Select(files.ReadPublic)]);
        await terminal.TellAsync(
            new { roots, signer, server, issuer, generation, fingerprint },
            terminal.Words["RootsMade", roots], terminal.Words["ForSigner", signer], terminal.Words["ForServer", server], terminal.Words["Fingerprint", fingerprint]);
        return 0;
    }

    /// <summary>A server's address as tickets spell it.</summary>
    /// <exception cref="FormatException">Not an address.</exception>
    public static string Issuer(string text) => Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url is { Scheme: "https" or "http", AbsolutePath: "/" }
        ? url.AbsoluteUri
        : throw new FormatException($"--issuer {text} is no address of a server.");

    // A ceremony never writes over keys.
    private static string Make(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new KeyFileException($"{path} is not empty.");
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private static string MakeRoots(string path, string issuer)
    {
        Ceremony.MakeRoots(new KeyFolder(Make(path)));
        RootFolder.WriteIssuer(path, issuer);
        return path;
    }

    private static uint Generation(string? text) => text is null ? 1
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new FormatException("--generation is a number from 1.");
}
