using Tenure.Device.Phone;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Agent;

/// <summary>Says, under the device key, how the phone is now.</summary>
internal sealed class EvidenceMaker(PhoneCore phone, OwnNonce nonce)
{
    private uint requests;

    /// <summary>Evidence with a fresh own nonce, which becomes the one outstanding.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="serverNonce">32 bytes from the server.</param>
    /// <param name="account">SHA-256 of the sign-in in progress; for activation only.</param>
    /// <param name="declined">Id of the hold ticket that is not wanted; for declining only.</param>
    public byte[] Make(EvidencePurpose purpose, byte[]? serverNonce, byte[]? account = null, byte[]? declined = null)
    {
        var server = phone.Server ?? throw new InvalidOperationException("No server is pinned.");
        var block = phone.Block.Content;
        var evidence = EvidenceCodec.Sign(
            new Evidence
            {
                Purpose = purpose,
                Subject = phone.Identity.Id,
                Audience = server.Roots[0].Thumbprint,
                ServerNonce = serverNonce,
                DeviceNonce = nonce.Make(),
                ConfirmationKey = purpose == EvidencePurpose.Enrol ? phone.Identity.PublicKey : null,
                HardwareModel = phone.Facts.Model,
                SoftwareName = phone.Facts.SystemName,
                SoftwareVersion = phone.Facts.SystemVersion,
                OemBoot = true,
                DebugState = DebugState.DisabledSinceBoot,
                BootCount = checked((uint)phone.Counters.BootCount),
                RequestCounter = ++requests,
                Epoch = block?.Epoch ?? 0,
                HoldingId = block?.HoldingId,
                LastTicketId = declined ?? block?.LastTicketId,
                ServerGeneration = block?.ServerGeneration,
                Account = account,
            },
            phone.Identity.Key);
        nonce.Bind(EvidenceCodec.Digest(evidence));
        return evidence;
    }
}
