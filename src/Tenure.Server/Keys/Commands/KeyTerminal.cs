using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tenure.Server.Keys.Commands;

/// <summary>Where a <c>keys</c> command is: it answers here, in words or as one JSON value, and this is its clock.</summary>
internal sealed class KeyTerminal(TextWriter output, KeyWords words, bool json, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public KeyWords Words => words;

    /// <summary>The time (UTC).</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Says it to whoever asked.</summary>
    public async Task TellAsync(object value, params IEnumerable<string> lines)
    {
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(value, Json));
            return;
        }

        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }
}
