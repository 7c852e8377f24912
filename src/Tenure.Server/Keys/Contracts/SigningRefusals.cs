using Tenure.Domain;

namespace Tenure.Server.Keys.Contracts;

/// <summary>Why there is no signed ticket.</summary>
internal static class SigningRefusals
{
    public static readonly Refusal Unavailable = new("signer_unavailable", "Tickets cannot be signed at the moment.", RefusalKind.Busy, RetryAfter: TimeSpan.FromSeconds(10));

    /// <summary>The log's signer was replaced after the proof was put together: put together again, it is as good as before.</summary>
    public static readonly Refusal Replaced = new("signer_unavailable", "The log's signer was replaced at this moment.", RefusalKind.Busy, RetryAfter: TimeSpan.FromSeconds(1));

    public static readonly Refusal Refused = new("signer_refused", "The signer did not sign: what was decided does not answer what the device asked for.", RefusalKind.NotAllowed, "evidence");

    public static readonly Refusal EvidenceAnswered = new("evidence_answered", "Another ticket was made for this evidence: make new evidence.", RefusalKind.Conflict, "evidence");

    /// <summary>Of a release by a case.</summary>
    public static readonly Refusal Votes = new("signer_votes", "The signer does not know two agents who were for this release, or their votes are not for it.", RefusalKind.NotAllowed, "evidence");

    /// <param name="wait">Until the next one is signed.</param>
    public static Refusal Limit(TimeSpan wait) => new("signer_limit", "More tickets are asked for than are signed in an hour.", RefusalKind.TooMany, RetryAfter: wait);
}
