namespace Tenure.Cli.Phone;

/// <summary>Why a command ended otherwise than with success.</summary>
/// <param name="Code">Stable: the server's problem code, the phone's ticket refusal, or one of ours.</param>
/// <param name="Message">For a person, in the phone's language.</param>
/// <param name="Detail">For a log; may be absent.</param>
internal sealed record PhoneFailure(string Code, string Message, string? Detail = null);
