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
                OemBoot = phone.Facts.IsBootVerified,
                DebugState = phone.Facts.IsBootVerified ? DebugState.DisabledSinceBoot : DebugState.Enabled,
                BootCount = checked((uint)phone.Counters.BootCount),
                RequestCounter = ++requests,
                Epoch = block?.Epoch ?? 0,
                HoldingId = purpose == EvidencePurpose.Decline ? null : block?.HoldingId,
                LastTicketId = declined ?? block?.LastTicketId,
                ServerGeneration = block?.ServerGeneration,
                Account = account,
                SeenEntries = purpose == EvidencePurpose.Release ? phone.SeenLog.Last?.Size : null,
                Facts = FactsFor(purpose),
            },
            phone.Identity.Key);
        nonce.Bind(EvidenceCodec.Digest(evidence));
        return evidence;
    }

    // SIM cards belong to whoever holds the phone: said when there is a holder to say them to, and not when the phone makes itself known.
    private DeviceFacts FactsFor(EvidencePurpose purpose)
    {
        if (purpose is not (EvidencePurpose.Enrol or EvidencePurpose.Session))
        {
            return DeviceFacts.None;
        }

        var facts = DeviceFacts.Reported(phone.Facts.Serial, phone.Facts.Imeis, phone.Facts.Region, phone.Facts.RollbackIndexes) with { Bootloader = phone.Facts.IsBootVerified ? BootloaderState.Locked : null };
        return purpose == EvidencePurpose.Session
            ? facts with { Sims = [.. phone.Sims.Select(sim => SimCard.Reported(sim.Slot, sim.Iccid, sim.Operator)).OfType<SimCard>().DistinctBy(sim => sim.Slot).OrderBy(sim => sim.Slot)] }
            : facts;
    }
}
