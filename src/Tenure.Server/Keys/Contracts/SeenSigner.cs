using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Contracts;

/// <summary>How one signer stands.</summary>
/// <param name="Purpose">What it signs.</param>
/// <param name="Certificate">What a root of this server certified for this address; <c>null</c> when none did.</param>
/// <param name="IsByStandby">Whether it was the standby root.</param>
/// <param name="Floor">The lowest generation that devices still believe; 1 when none was withdrawn.</param>
/// <param name="Trouble">What the signer itself says is wrong, in English; <c>null</c> when nothing is.</param>
internal sealed record SeenSigner(SignerPurpose Purpose, SignerCertificate? Certificate, bool IsByStandby, uint Floor, string? Trouble)
{
    /// <summary>Whether devices that have heard the roots refuse what it signs.</summary>
    public bool IsWithdrawn => Certificate?.Generation < Floor;

    /// <summary>Whether what it signs is taken by every device.</summary>
    public bool IsGood => Certificate is not null && Trouble is null && !IsWithdrawn;
}
