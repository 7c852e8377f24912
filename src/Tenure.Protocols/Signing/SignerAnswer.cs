namespace Tenure.Protocols.Signing;

/// <summary>What a signer says: the content asked for, or why not.</summary>
public sealed record SignerAnswer
{
    /// <summary>Why not; <c>null</c> when there is content.</summary>
    public ProtocolErrorCode? Refusal { get; private init; }

    /// <summary>The signed ticket with its certificate, or a <see cref="SignerStatus"/>; empty for a refusal.</summary>
    public ReadOnlyMemory<byte> Content { get; private init; }

    /// <summary>Whole seconds until the same request may succeed, 1 s to 1 h, when time alone helps.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The content that was asked for.</summary>
    public static SignerAnswer Of(ReadOnlyMemory<byte> content) => new() { Content = content };

    /// <summary>A no.</summary>
    public static SignerAnswer Refuse(ProtocolErrorCode code, TimeSpan? retryAfter = null) => new() { Refusal = code, RetryAfter = retryAfter };
}
