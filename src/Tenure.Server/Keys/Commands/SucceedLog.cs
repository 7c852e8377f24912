using System.Security.Cryptography;
using Tenure.Protocols.Log;

namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys succession</c>: a root's word that a log is over and a new one takes its place. It is how a fork is explained to phones; docs/operate/backup.md says when.</summary>
internal static class SucceedLog
{
    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var (roots, file) = (new RootFolder(given["--roots"]!), given["--out"]!);
        var succession = new LogSuccession
        {
            Issuer = roots.Issuer(given["--issuer"]),
            Previous = Previous(given["--previous"]!),
            LogId = RandomNumberGenerator.GetBytes(LogChain.RefSize),
            At = LogTime.Cut(terminal.Now),
        };
        using var key = new KeyFolder(given["--roots"]!).ReadPrivate(roots.Speaker(given["--by"], KeyNames.ActiveRoot, KeyNames.StandbyRoot));
        await File.WriteAllBytesAsync(file, LogSuccessionCodec.Sign(succession, key), ct);
        var (log, previous) = (Convert.ToHexStringLower(succession.LogId), Convert.ToHexStringLower(succession.Previous));
        await terminal.TellAsync(new { file, log, previous }, terminal.Words["SuccessionMade", file, log, previous]);
        return 0;
    }

    private static byte[] Previous(string text) => text.Length == 2 * LogChain.RefSize && text.All(char.IsAsciiHexDigit)
        ? Convert.FromHexString(text)
        : throw new FormatException("--previous is the id of a log: 32 hexadecimal digits.");
}
