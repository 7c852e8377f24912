namespace Tenure.Server.Keys.Commands;

/// <summary>What follows a <c>keys</c> verb: options with a value, options without, each once.</summary>
internal sealed class KeyArguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private KeyArguments()
    {
    }

    /// <summary>Whether the answer is to be JSON.</summary>
    public bool IsJson => values.ContainsKey("--json");

    /// <summary>BCP 47 tag of the answer's language; <c>null</c> for the terminal's.</summary>
    public string? Language => values.GetValueOrDefault("--language");

    /// <summary>The value of an option; <c>null</c> when it was not given.</summary>
    public string? this[string option] => values.GetValueOrDefault(option);

    /// <summary>Reads arguments.</summary>
    /// <param name="args">What was given.</param>
    /// <param name="needed">Options with a value that must be there.</param>
    /// <param name="others">Options with a value that may be; those without a value end in <c>!</c>.</param>
    /// <returns><c>null</c> when something is unknown, doubled or missing.</returns>
    public static KeyArguments? Parse(IReadOnlyList<string> args, string[] needed, string[] others)
    {
        var read = new KeyArguments();
        string[] all = [.. needed, .. others, "--language", "--json!"];
        for (var i = 0; i < args.Count; i++)
        {
            var isFlag = all.Contains(args[i] + "!", StringComparer.Ordinal);
            if ((!isFlag && !(all.Contains(args[i], StringComparer.Ordinal) && i + 1 < args.Count)) || !read.values.TryAdd(args[i], isFlag ? "" : args[i + 1]))
            {
                return null;
            }

            i += isFlag ? 0 : 1;
        }

        return needed.All(read.values.ContainsKey) ? read : null;
    }
}
