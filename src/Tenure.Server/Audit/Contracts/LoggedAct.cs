using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tenure.Server.Audit.Contracts;

/// <summary>The details of an entry in the operators' log, committed to as JSON.</summary>
/// <param name="Operator">The operator's name; <c>null</c> for who works on the server's own machine.</param>
/// <param name="Account">The account's inner id; <c>null</c> when none is meant.</param>
/// <param name="Typed">Keyed hash of what was typed to find an account, lower-case hex; the text itself is not kept: people type passwords into the wrong field.</param>
/// <param name="Reason">Why, in the operator's words; only for acts.</param>
/// <param name="About">What it is about: an operator's name, a maker and its key or manifest, a device's id, the last checkpoint of a log before a restore.</param>
/// <param name="Signed">A decision's signature; <c>null</c> for everything else.</param>
internal sealed record LoggedAct(string? Operator, string? Account = null, string? Typed = null, string? Reason = null, string? About = null, LoggedSignature? Signed = null)
{
    /// <summary>What is left of an act when the account that it was about is erased.</summary>
    public static readonly LoggedAct Erased = new("-");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="JsonException">Not such details.</exception>
    public static LoggedAct? Parse(string details) => JsonSerializer.Deserialize<LoggedAct>(details, Json);

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
