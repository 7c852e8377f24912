namespace Tenure.Protocols.Firehose;

/// <summary>What a programmer says.</summary>
public abstract record FirehoseReply;

/// <summary>A line for people, before or after the response.</summary>
/// <param name="Text">Without control characters.</param>
public sealed record FirehoseLogReply(string Text) : FirehoseReply;

/// <summary>The one response to a command.</summary>
/// <param name="IsAck">ACK or NAK.</param>
/// <param name="IsRaw">The next bytes are raw, until all that were announced are through.</param>
/// <param name="Values">Other attributes.</param>
public sealed record FirehoseResponseReply(bool IsAck, bool IsRaw, IReadOnlyList<KeyValuePair<string, string>> Values) : FirehoseReply
{
    /// <summary>The value of an attribute, whatever the case of its name.</summary>
    /// <returns><c>null</c> when there is none.</returns>
    public string? Find(string name) => new FirehoseElement("response", Values).Find(name);
}

/// <summary>Evidence of the device.</summary>
/// <param name="Step">What it answers.</param>
/// <param name="Evidence">Its bytes.</param>
public sealed record FirehoseSigReply(FirehoseSigStep Step, byte[] Evidence) : FirehoseReply;
