using System.Text.Json.Serialization;

namespace Tenure.Client;

/// <summary>A refusal as it travels: problem details of RFC 9457 with the members <c>code</c> and <c>field</c>.</summary>
/// <param name="Type"><c>urn:tenure:problem:</c> followed by the code.</param>
/// <param name="Title">The reason in the caller's language, one sentence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable code; docs/problems.md lists them all.</param>
/// <param name="Field">The field of the request that broke a rule, as the caller spells it; <c>null</c> when no single one did.</param>
public sealed record Problem(
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("title")] string? Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("code")] string? Code,
    [property: JsonPropertyName("field")] string? Field);
