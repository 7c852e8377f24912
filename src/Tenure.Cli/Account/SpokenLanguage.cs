using System.Globalization;
using System.Text;
using Tenure.Cli.Texts;

namespace Tenure.Cli.Account;

/// <summary>Which language the command line speaks: what it is told with <c>--language</c>; else what the person chose when they first signed in here, kept beside the session; else the terminal's own.</summary>
internal static class SpokenLanguage
{
    private const int MaxTag = 16;

    // In the order of the texts, each in its own words.
    private static readonly string[] Names = ["English", "简体中文", "Русский", "Deutsch", "Español"];

    /// <summary>Finds it, and asks a person who signs in at a terminal for the first time.</summary>
    /// <returns><c>null</c>: the terminal's own.</returns>
    public static async Task<CultureInfo?> FindAsync(string[] args, CommandStreams streams, CancellationToken ct)
    {
        if (LanguageOption.Find(args) is { } said)
        {
            return said;
        }

        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(SavedSession.FileOf(streams)))!, "language");
        if (Read(file) is { } kept)
        {
            return kept;
        }

        return args is ["login", ..] && streams.IsTerminal && !args.Intersect(["--json", "--help", "-h", "-?", "/h", "/?"]).Any() ? await AskAsync(file, streams, ct) : null;
    }

    // An empty line is the terminal's own language. Whatever was answered, it is not asked again.
    private static async Task<CultureInfo?> AskAsync(string file, CommandStreams streams, CancellationToken ct)
    {
        var tags = CommandText.Languages.All.Select(language => language.Tag).ToList();
        var own = tags.Find(tag => CommandText.Languages.Find(tag) == CommandText.Languages.OfTerminal)!;
        foreach (var (name, at) in Names.Select((name, at) => (name, at)))
        {
            await streams.Out.WriteLineAsync(FormattableString.Invariant($"{at + 1}  {name}"));
        }

        await streams.Out.WriteAsync(FormattableString.Invariant($"Language · 语言 · Язык · Sprache · Idioma [{tags.IndexOf(own) + 1}]: "));
        await streams.Out.FlushAsync(ct);
        var chosen = int.TryParse(await streams.In.ReadLineAsync(ct), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= tags.Count ? tags[number - 1] : own;
        try
        {
            OwnersFile.Write(file, Encoding.UTF8.GetBytes(chosen));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The sign-in says it of the session, which lies there, too.
        }

        return CultureInfo.GetCultureInfo(chosen);
    }

    private static CultureInfo? Read(string file)
    {
        try
        {
            return File.Exists(file) && new FileInfo(file).Length <= MaxTag && File.ReadAllText(file).Trim() is var tag && CommandText.Languages.All.Any(language => language.Tag == tag) ? CultureInfo.GetCultureInfo(tag) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
