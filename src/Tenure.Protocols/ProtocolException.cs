namespace Tenure.Protocols;

/// <summary>The only exception that parsers and verifiers of this library throw for what came from outside.</summary>
/// <param name="code">The stable reason.</param>
/// <param name="message">English, for a log; says what was expected and holds no secret.</param>
/// <param name="field">The claim, header or field at fault; <c>null</c> when it is the message as a whole.</param>
/// <param name="inner">What the platform said, when it was the one to refuse.</param>
public sealed class ProtocolException(ProtocolErrorCode code, string message, string? field = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The stable reason.</summary>
    public ProtocolErrorCode Code { get; } = code;

    /// <summary>The claim, header or field at fault; <c>null</c> when it is the message as a whole.</summary>
    public string? Field { get; } = field;
}
