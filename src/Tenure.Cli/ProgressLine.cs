using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Tenure.Cli;

/// <summary>How far a long command of the server's program is: its reports of bytes become one line that is written over, with the time left. A file or a pipe gets none of it.</summary>
/// <param name="streams">Where the line goes.</param>
/// <param name="text">Megabytes read, megabytes in all, time left.</param>
internal sealed class ProgressLine(CommandStreams streams, string text)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private bool isOpen;

    /// <summary>Takes a line of the program if it is such a report.</summary>
    public bool Take(string line)
    {
        if (!line.StartsWith("{\"bytes\":", StringComparison.Ordinal))
        {
            End();
            return false;
        }

        using var report = JsonDocument.Parse(line);
        var (bytes, total) = (report.RootElement.GetProperty("bytes").GetInt64(), report.RootElement.GetProperty("of").GetInt64());
        if (streams.IsTerminal && bytes > 0)
        {
            var left = watch.Elapsed * ((double)(total - bytes) / bytes);
            streams.Error.Write($"\r{CommandOutput.Format(text, Megabytes(bytes), Megabytes(total), left.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture))} ");
            isOpen = true;
        }

        return true;
    }

    /// <summary>What follows stands on a line of its own.</summary>
    public void End()
    {
        if (isOpen)
        {
            streams.Error.WriteLine();
            isOpen = false;
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
