using Tenure.Device.Block;
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
    /// <param name="caseNumber">Which case it is for, without its hyphen; for cases only.</param>
    /// <param name="isUnlocked">Whether the screen lock was opened; for cases only.</param>
    /// <param name="flashed">What became of a flash ticket; for its receipt only.</param>
    public byte[] Make(EvidencePurpose purpose, byte[]? serverNonce, byte[]? account = null, byte[]? declined = null, FlashReceipt? flashed = null, string? caseNumber = null, bool isUnlocked = false)
    {
        var server = phone.Server ?? throw new InvalidOperationException("No server is pinned.");
        var (block, facts) = (phone.Block.Content, phone.Facts);
        var evidence = EvidenceCodec.Sign(
            new Evidence
            {
                Purpose = purpose,
                Subject = phone.Identity.Id,
                Audience = server.Roots[0].Thumbprint,
                ServerNonce = serverNonce,
                DeviceNonce = nonce.Make(),
                ConfirmationKey = purpose == EvidencePurpose.Enrol ? phone.Identity.PublicKey : null,
                HardwareModel = facts.Model,
                SoftwareName = facts.SystemName,
                SoftwareVersion = facts.SystemVersion,
                OemBoot = facts.IsBootVerified,
                DebugState = facts.IsBootVerified ? DebugState.DisabledSinceBoot : DebugState.Enabled,
                BootCount = checked((uint)phone.Counters.BootCount),
                RequestCounter = ++requests,
                Epoch = block?.Epoch ?? 0,
                HoldingId = purpose == EvidencePurpose.Decline ? null : block?.HoldingId,
                LastTicketId = declined ?? block?.LastTicketId,
                ServerGeneration = block?.ServerGeneration,
                Account = account,
                SeenEntries = purpose == EvidencePurpose.Release ? phone.SeenLog.Last?.Size : null,
                State = purpose is EvidencePurpose.Flash or EvidencePurpose.Unlock ? StateOf(phone) : null,
                Flashed = flashed,
                CaseNumber = caseNumber,
                IsScreenUnlocked = isUnlocked,
                Facts = FactsFor(purpose),
            },
            phone.Identity.Key);
        nonce.Bind(EvidenceCodec.Digest(evidence));
        return evidence;
    }

    /// <summary>What the lock says where the phone asks to be flashed or unlocked; <c>null</c> where the block cannot tell.</summary>
    internal static TicketState? StateOf(PhoneCore phone) => phone.IsEnded ? TicketState.Free : phone.Block.State switch
    {
        BlockState.Free or BlockState.Ended => TicketState.Free,
        BlockState.Held or BlockState.ReleaseAccepted => TicketState.Held,
        BlockState.Lost => TicketState.Lost,
        BlockState.Untrusted => null,
    };

    // SIM cards belong to whoever holds the phone: said when there is a holder to say them to, and not when the phone makes itself known.
    private DeviceFacts FactsFor(EvidencePurpose purpose)
    {
        if (purpose is not (EvidencePurpose.Enrol or EvidencePurpose.Session or EvidencePurpose.Flash or EvidencePurpose.Unlock))
        {
            return DeviceFacts.None;
        }

        var facts = DeviceFacts.Reported(phone.Facts.Serial, phone.Facts.Imeis, phone.Facts.Region, phone.Facts.RollbackIndexes) with { Bootloader = phone.Facts.IsUnlocked ? BootloaderState.Unlocked : phone.Facts.IsBootVerified ? BootloaderState.Locked : null };
        return purpose switch
        {
            EvidencePurpose.Session => facts with { Sims = [.. phone.Sims.Select(sim => SimCard.Reported(sim.Slot, sim.Iccid, sim.Operator)).OfType<SimCard>().DistinctBy(sim => sim.Slot).OrderBy(sim => sim.Slot)] },
            EvidencePurpose.Enrol => facts,
            _ => facts with { Imeis = null },
        };
    }
}
