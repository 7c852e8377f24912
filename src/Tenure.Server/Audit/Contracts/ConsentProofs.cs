using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Audit.Contracts;

/// <summary>Proves that a holder's consent to a release is in the log, without waiting for the next checkpoint: where the consent is not under one yet, one is signed at once.</summary>
internal sealed class ConsentProofs(TenureDb db, LogProofs proofs, GrowLog grow, TicketSigner signer, ServerRoots roots)
{
    // Another process may take the entries up at the same time, and one of the two begins again.
    private const int Attempts = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The last consent to the release of a device, proven; it is saved already.</summary>
    /// <param name="device">The device.</param>
    /// <param name="seen">Entries of the log that the device says it has seen; <c>null</c> for none.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>The consent; or <c>not_releasing</c> where the log has none, <c>log_shorter</c>, <c>log_not_ready</c>, <c>signer_unavailable</c>.</returns>
    public async Task<Answer<ProvenConsent>> ProveAsync(DeviceId device, long? seen, CancellationToken ct)
    {
        if (await FindAsync(device, ct) is not { } found)
        {
            return DeviceRefusals.NotReleasing;
        }

        if (await signer.FindGenerationAsync(SignerPurpose.Log, ct) is not { } generation)
        {
            return SigningRefusals.Unavailable;
        }

        var placed = await PlaceAsync(device, found.Row.Sequence, generation, ct);
        if (placed.Refusal is { } refusal)
        {
            return refusal;
        }

        var (checkpoint, place) = placed.Value;
        if (seen > checkpoint.Size)
        {
            return LogRefusals.Shorter;
        }

        IReadOnlyList<byte[]> extension = seen is { } size ? await proofs.ExtensionAsync(size, checkpoint.Size, ct) : [];
        return new ProvenConsent(found.Row.Hash, found.Erase, new ConsentProof(checkpoint.Signed, place.Index, place.Proof!, extension, found.Consent), found.Votes is { } votes ? SignedVotesCodec.Decode(votes) : null);
    }

    private async Task<Answer<(KeptCheckpoint Checkpoint, EntryPlace Place)>> PlaceAsync(DeviceId device, long sequence, uint generation, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var placed = await proofs.PlaceAsync(device, sequence, ct);
            var isOld = placed.Refusal is null && !IsOf(placed.Value.Checkpoint, generation);
            if (attempt > Attempts || (placed.Refusal is null && !isOld))
            {
                return placed;
            }

            if (attempt > 1)
            {
                await Task.Delay(Pause, ct);
            }

            await grow.HurryAsync(again: isOld, ct);
        }
    }

    // A checkpoint of a signer that was replaced since is believed neither by the signers nor by whoever has seen a newer one.
    private bool IsOf(KeptCheckpoint checkpoint, uint generation)
    {
        try
        {
            return CheckpointCodec.Verify(checkpoint.Signed, roots.All, signer.Issuer).Signer.Generation >= generation;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    // Entries from before the tree have another form, and what was erased opens no more: their holders say it again.
    private async Task<(DeviceLogRow Row, bool Erase, ReleaseConsent Consent, byte[]? Votes)?> FindAsync(DeviceId device, CancellationToken ct)
    {
        var found = await (
            from entry in db.DeviceLog.AsNoTracking()
            where entry.DeviceId == device && entry.Event == ReleaseConsent.Event
            orderby entry.Sequence descending
            join opening in db.DeviceLogOpenings.AsNoTracking() on new { entry.DeviceId, entry.Sequence } equals new { opening.DeviceId, opening.Sequence }
            select new { entry, opening }).FirstOrDefaultAsync(ct);
        return found?.entry is { Format: 2, HoldingRef: { } holding } row && LoggedState.Parse(found.opening.Details) is { Erase: { } erase, Holder: { } holder, At: { } at, By: { } by, Announced: var announced }
            ? (row, erase, new()
            {
                DeviceRef = row.DeviceRef,
                HoldingRef = holding,
                Sequence = row.Sequence,
                Previous = row.Previous,
                Salt = found.opening.Salt,
                HolderMark = Base64Url.DecodeFromChars(holder),
                At = at,
                By = by switch { "phone" => ConsentPlace.Phone, "case" => ConsentPlace.Case, _ => ConsentPlace.Page },
                AnnouncedAt = announced,
            }, found.opening.Votes)
            : null;
    }
}
