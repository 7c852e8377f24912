using Tenure.Domain;

namespace Tenure.Server.Devices;

/// <summary>Why evidence, or a request about a device, is refused before any rule of the device's life is asked.</summary>
internal static class EvidenceRefusals
{
    public static readonly Refusal Malformed = new("evidence_malformed", "The evidence cannot be read.", RefusalKind.Invalid, "evidence");

    // Unknown device, wrong signature, other server, other purpose, other account: whoever tries learns nothing about which.
    public static readonly Refusal Untrusted = new("evidence_untrusted", "The evidence proves nothing here.", RefusalKind.NotAllowed, "evidence");

    public static readonly Refusal NonceSpent = new("nonce_spent", "The nonce in the evidence was used or has run out: ask for a new one.", RefusalKind.Conflict, "evidence");

    // Another account's device looks like one that does not exist.
    public static readonly Refusal NotFound = new("not_found", "There is no such device.", RefusalKind.NotFound);

    public static readonly Refusal Busy = new("busy", "Too many want the same device at once.", RefusalKind.Busy, RetryAfter: TimeSpan.FromSeconds(1));
}
