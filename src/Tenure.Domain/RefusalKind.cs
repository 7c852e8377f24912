namespace Tenure.Domain;

/// <summary>The sorts of "no" that a caller must be able to tell apart.</summary>
public enum RefusalKind
{
    /// <summary>The request breaks a rule about its form or content (400).</summary>
    Invalid,

    /// <summary>Who asks has not proven enough (403).</summary>
    NotAllowed,

    /// <summary>There is no such thing, or it is not the caller's: both look alike (404).</summary>
    NotFound,

    /// <summary>The thing is in a state in which this cannot be done (409).</summary>
    Conflict,

    /// <summary>What is asked for has ended or was used (410).</summary>
    Gone,

    /// <summary>What was sent has more bytes than are taken (413).</summary>
    TooLarge,

    /// <summary>Too often; <see cref="Refusal.RetryAfter"/> says how long to wait (429).</summary>
    TooMany,

    /// <summary>The server has no room for this now; <see cref="Refusal.RetryAfter"/> says when to try again (503).</summary>
    Busy,
}
