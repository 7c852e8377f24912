namespace Tenure.Protocols.Firehose;

/// <summary>How a command went.</summary>
/// <param name="Response">The response that ended it.</param>
/// <param name="Logs">Lines before it.</param>
/// <param name="Evidence">What the device signed, for steps of authorisation.</param>
/// <param name="MayHaveWritten">True when the target had begun: after a NAK what is there is undefined.</param>
public sealed record FirehoseResult(FirehoseResponseReply Response, IReadOnlyList<string> Logs, byte[]? Evidence = null, bool MayHaveWritten = false)
{
    /// <summary>ACK.</summary>
    public bool IsAck => Response.IsAck;

    /// <summary>Why not, in the programmer's words.</summary>
    public string Reason => Logs.Count == 0 ? "" : Logs[^1];
}
