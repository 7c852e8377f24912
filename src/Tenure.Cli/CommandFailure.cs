namespace Tenure.Cli;

/// <summary>Why a command ended otherwise than with success.</summary>
/// <param name="Code">Stable: the server's problem code, the phone's ticket refusal, or one of ours.</param>
/// <param name="Message">For a person, in the language of the command.</param>
/// <param name="Detail">For a log; may be absent.</param>
internal sealed record CommandFailure(string Code, string Message, string? Detail = null);
