using System.Globalization;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys sunset</c>: announces the day on which all locks end, and, from that day on, ends them for ever.</summary>
internal static class EndLocks
{
    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var roots = new RootFolder(given["--roots"]!);
        return (given["--announce"], given["--announcement"]) switch
        {
            (not null, null) => await AnnounceAsync(roots, given, terminal),
            (null, { } file) when given["--on"] is null => await EndAsync(roots, file, terminal),
            _ => throw new FormatException("Either --announce, or --announcement FILE."),
        };
    }

    private static async Task<int> AnnounceAsync(RootFolder roots, KeyArguments given, KeyTerminal terminal)
    {
        // The day after the last one of the notice begins.
        var first = new DateTimeOffset((terminal.Now + RootStatement.Notice).UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        var day = given["--on"] is { } text ? Day(text) : first;
        if (day < first)
        {
            throw new KeyFileException(terminal.Words["TooSoon", Text(first)]);
        }

        var issuer = roots.Issuer(given["--issuer"]);
        var (file, statement) = roots.Say(
            roots.Speaker(given["--by"], KeyNames.ActiveRoot, KeyNames.StandbyRoot),
            serial => new RootStatement { Issuer = issuer, Serial = serial, Kind = RootStatementKind.SunsetAnnounced, NotBefore = day });
        await terminal.TellAsync(new { file, statement.Serial, notBefore = day }, terminal.Words["SunsetAnnounced", Text(day)], terminal.Words["StatementMade", file]);
        return 0;
    }

    private static async Task<int> EndAsync(RootFolder roots, string announcement, KeyTerminal terminal)
    {
        var bytes = await File.ReadAllBytesAsync(announcement);
        var announced = Verify(bytes, roots, terminal.Words);
        if (announced.Statement.NotBefore is not { } day || terminal.Now < day)
        {
            throw new KeyFileException(terminal.Words["TooSoon", announced.Statement.NotBefore is { } wait ? Text(wait) : "-"]);
        }

        var (file, statement) = roots.Say(
            roots.Public(KeyNames.ActiveRoot).Thumbprint == announced.Root ? KeyNames.ActiveRoot : KeyNames.StandbyRoot,
            serial => new RootStatement { Issuer = announced.Statement.Issuer, Serial = serial, Kind = RootStatementKind.Sunset, Announcement = bytes });
        await terminal.TellAsync(new { file, statement.Serial }, terminal.Words["SunsetMade"], terminal.Words["StatementMade", file]);
        return 0;
    }

    private static SignedStatement Verify(byte[] bytes, RootFolder roots, KeyWords words)
    {
        try
        {
            var signed = RootStatementCodec.Verify(bytes, [.. KeyNames.Roots.Select(roots.Public)]);
            return signed.Statement.Kind == RootStatementKind.SunsetAnnounced ? signed : throw new KeyFileException(words["NoAnnouncement"]);
        }
        catch (ProtocolException e)
        {
            throw new KeyFileException($"{words["NoAnnouncement"]} {e.Message}", e);
        }
    }

    private static DateTimeOffset Day(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : throw new FormatException("--on is a day: 2027-01-31.");

    private static string Text(DateTimeOffset day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
