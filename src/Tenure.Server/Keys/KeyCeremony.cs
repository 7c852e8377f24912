using System.Globalization;

namespace Tenure.Server.Keys;

/// <summary>
/// <c>keys ceremony --out DIR --issuer URL [--roots DIR] [--generation N]</c>: on a machine that is offline, makes two roots in <c>DIR/roots</c> and signers with
/// certificates in <c>DIR/server</c>, whose content goes into the server's keys folder. With <c>--roots</c> the roots of an earlier ceremony certify new signers.
/// </summary>
internal static class KeyCeremony
{
    public const string Syntax = "keys ceremony --out DIR --issuer URL [--roots DIR] [--generation N]";

    /// <summary>Exit code 0 when done, 1 when files stand in the way or do not fit, 2 for wrong usage.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Parse(args) is not { } wish)
        {
            await Console.Error.WriteLineAsync("Usage: " + Syntax);
            return 2;
        }

        try
        {
            await HoldAsync(wish);
            return 0;
        }
        catch (Exception e) when (e is KeyFileException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task HoldAsync(Wish wish)
    {
        var server = Make(Path.Combine(wish.Out, "server"));
        var rootsPath = wish.Roots ?? Path.Combine(wish.Out, "roots");
        var roots = new KeyFolder(rootsPath);
        if (wish.Roots is null)
        {
            Make(rootsPath);
            Ceremony.MakeRoots(roots);
        }

        Ceremony.MakeSigners(roots, new KeyFolder(server), wish.Issuer, wish.Generation);
        await Console.Out.WriteLineAsync($"Roots (keep them offline, each in its own place): {rootsPath}");
        await Console.Out.WriteLineAsync($"For the server's keys folder: {server}");
        await Console.Out.WriteLineAsync($"Fingerprint of the active root: {roots.ReadPublic(KeyNames.ActiveRoot).Thumbprint.ToFingerprint()}");
    }

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

    private static Wish? Parse(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--out" or "--issuer" or "--roots" or "--generation") || i + 1 == args.Length || !options.TryAdd(args[i], args[i + 1]))
            {
                return null;
            }
        }

        var generation = uint.TryParse(options.GetValueOrDefault("--generation", "1"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : (uint?)null;
        return options.TryGetValue("--out", out var to) && generation is { } number
            && options.TryGetValue("--issuer", out var issuer) && Uri.TryCreate(issuer.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? new Wish(to, url.AbsoluteUri, options.GetValueOrDefault("--roots"), number)
            : null;
    }

    private sealed record Wish(string Out, string Issuer, string? Roots, uint Generation);
}
