using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Tenure.Cli;

/// <summary>Writes what a command has to say: to a person, or as JSON.</summary>
/// <param name="streams">Where to.</param>
/// <param name="json">For a program.</param>
/// <param name="isLines">The command prints a value a line: its answer and its errors are one, too.</param>
internal sealed class CommandOutput(CommandStreams streams, bool json, bool isLines = false)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions LineOptions = new(JsonOptions) { WriteIndented = false };

    /// <summary>Colours and cursor movements only where a terminal is.</summary>
    public IAnsiConsole Console { get; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(streams.Out),
        Ansi = streams.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = streams.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = streams.IsTerminal ? InteractionSupport.Yes : InteractionSupport.No,
    });

    public bool IsJson => json;

    public static string Format(string text, params object?[] values) => string.Format(CultureInfo.InvariantCulture, text, values);

    public void Say(string text)
    {
        if (!json)
        {
            streams.Out.WriteLine(text);
        }
    }

    /// <summary>The answer: words for a person, an object for a program.</summary>
    public int Tell(object answer, string words)
    {
        if (json)
        {
            Print(answer);
        }

        Say(words);
        return ExitCodes.Done;
    }

    public int Fail(int exitCode, string code, string message, string? detail = null)
    {
        if (json)
        {
            Print(new { error = new CommandFailure(code, message, detail), exitCode });
        }
        else
        {
            streams.Error.WriteLine(Printable(message));
        }

        return exitCode;
    }

    // What a device, a package or a server said may stand in it: nothing of it moves the cursor or turns the direction of writing.
    private static string Printable(string text) => string.Concat(text.Select(c =>
        c is '\n' or '\r' or '\t' || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format) ? c : '\uFFFD'));

    public void Print(object value) => streams.Out.WriteLine(JsonSerializer.Serialize(value, isLines ? LineOptions : JsonOptions));

    /// <summary>One object on one line, at once: for whoever waits for it while the command goes on.</summary>
    public void PrintLine(object value)
    {
        streams.Out.WriteLine(JsonSerializer.Serialize(value, LineOptions));
        streams.Out.Flush();
    }
}
