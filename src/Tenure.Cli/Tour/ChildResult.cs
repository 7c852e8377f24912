using System.Text.Json;

namespace Tenure.Cli.Tour;

/// <summary>How a child process ended.</summary>
internal sealed record ChildResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the JSON object it is.</summary>
    /// <exception cref="TourFailedException">It is not JSON.</exception>
    public JsonElement Json
    {
        get
        {
            try
            {
                return JsonDocument.Parse(Output).RootElement;
            }
            catch (JsonException)
            {
                throw new TourFailedException($"no JSON, exit code {ExitCode}: {Output}{Error}");
            }
        }
    }

    /// <summary>A member of the answer as text; empty when it is not there.</summary>
    public string this[string member] => Json.TryGetProperty(member, out var value) ? value.ToString() : "";
}
