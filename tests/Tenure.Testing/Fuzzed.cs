using System.Globalization;

namespace Tenure.Testing;

/// <summary>Writes down how parsers were fuzzed; <c>./check --slow</c> makes its table from it.</summary>
/// <remarks>One line a run in the file named by <c>TENURE_FUZZED</c>: parser, inputs, seconds, inputs that were accepted, separated by tabs. Without that variable nothing is written.</remarks>
public static class Fuzzed
{
    private static readonly Lock Writing = new();

    /// <summary>Says that a parser took or refused that many inputs, each in one of its two ways.</summary>
    public static void Note(string parser, int inputs, TimeSpan took, int accepted)
    {
        if (Environment.GetEnvironmentVariable("TENURE_FUZZED") is not { Length: > 0 } file)
        {
            return;
        }

        lock (Writing)
        {
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{parser}\t{inputs}\t{took.TotalSeconds:F1}\t{accepted}\n"));
        }
    }
}
