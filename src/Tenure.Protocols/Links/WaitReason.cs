namespace Tenure.Protocols.Links;

/// <summary>What a host waits for. There is no wait without one of these.</summary>
public enum WaitReason
{
    /// <summary>The first word of a boot ROM.</summary>
    Hello,

    /// <summary>Any sign of life after an unasked answer to a lost HELLO.</summary>
    SignOfLife,

    /// <summary>Which part of an image the target wants.</summary>
    ReadRequest,

    /// <summary>What the target says of an image once it has it; it verifies signatures meanwhile.</summary>
    Verdict,

    /// <summary>Whether the target wants more images.</summary>
    DoneResponse,

    /// <summary>That the target takes commands.</summary>
    CommandReady,

    /// <summary>The answer to a command.</summary>
    CommandAnswer,

    /// <summary>That the target starts over.</summary>
    ResetResponse,

    /// <summary>That the target takes what is written.</summary>
    Taken,

    /// <summary>What a programmer says by itself when it starts.</summary>
    Greeting,

    /// <summary>The programmer's response to a command.</summary>
    Response,

    /// <summary>Raw bytes of the target.</summary>
    RawBytes,

    /// <summary>The response after raw bytes.</summary>
    FinalResponse,

    /// <summary>Late lines that keep the target from taking the next command.</summary>
    LateLogs,

    /// <summary>That a device that restarts comes back.</summary>
    Return,
}
