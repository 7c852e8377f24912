using System.Text.Json.Serialization;

namespace Tenure.Cli.Tour;

/// <summary>One step of the tour and what was seen from outside.</summary>
/// <param name="Step">Stable name.</param>
/// <param name="Proven">Whether what was seen is what had to be seen.</param>
/// <param name="Detail">What was seen: figures, states and answers; the same in every language.</param>
internal sealed record TourStep(
    [property: JsonPropertyName("step")] string Step, [property: JsonPropertyName("proven")] bool Proven, [property: JsonPropertyName("detail")] string Detail);
