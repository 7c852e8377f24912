using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone.Emergency;

/// <summary>The lock before a phone's emergency mode: a ticket for its own question opens it, for what a manifest of its maker says, until the power goes. Not for several threads.</summary>
/// <remarks>State and last ticket of the block stay as they are. docs/protocols/firmware.md has all that is checked.</remarks>
public sealed class FlashGate : IFirehoseGate, IDisposable
{
    private readonly PhoneCore phone;
    private readonly IReadOnlyList<PublicKeyP256> releaseKeys;
    private readonly UnitStorage storage;
    private readonly BadSectors bad;
    private readonly EvidenceMaker evidence;
    private readonly TicketGate tickets;
    private bool hasAsked;
    private Opened? opened;
    private ExtentHashing? writing;
    private SectorSet badBefore = SectorSet.Empty;

    /// <summary>A gate that is closed.</summary>
    /// <param name="phone">Its key and its lock.</param>
    /// <param name="storage">What is flashed.</param>
    /// <param name="bad">What is written at this moment.</param>
    /// <param name="clock">One that nobody can set.</param>
    public FlashGate(PhoneCore phone, UnitStorage storage, BadSectors bad, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(phone);
        (this.phone, this.storage, this.bad) = (phone, storage, bad);
        releaseKeys = phone.Facts.PinnedReleaseKeys();
        var nonce = new OwnNonce(clock);
        evidence = new(phone, nonce);
        tickets = new(phone, nonce);
    }

    /// <inheritdoc />
    public bool IsOpen => opened is not null;

    private FlashDevice Device => new(phone.Facts.Model, phone.Facts.Region, phone.Facts.RollbackIndexes, EvidenceMaker.StateOf(phone), storage, PhoneLayout.ProtectedRanges);

    /// <inheritdoc />
    public byte[]? Challenge(out FirehoseRefusal? refusal)
    {
        refusal = phone.WrongFlashTickets >= FirehoseDeviceOptions.MaxTries ? Refusal(ProtocolErrorCode.TooManyTries, "too many tries")
            : phone.Server is null ? Refusal(ProtocolErrorCode.UnknownSigner, "this phone knows no server")
            : null;
        if (refusal is not null)
        {
            return null;
        }

        if (!hasAsked)
        {
            // What is signed after this start is newer than all before it.
            UnitStorage.Powered(phone.Counters.CountBoot);
            hasAsked = true;
        }

        return evidence.Make(EvidencePurpose.Flash, serverNonce: null);
    }

    /// <inheritdoc />
    public FirehoseRefusal? Open(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> manifest, out string ticketId)
    {
        ticketId = "";
        if (phone.WrongFlashTickets >= FirehoseDeviceOptions.MaxTries)
        {
            return Refusal(ProtocolErrorCode.TooManyTries, "too many tries");
        }

        try
        {
            var verified = phone.Server is null ? throw new ProtocolException(ProtocolErrorCode.UnknownSigner, "this phone knows no server") : tickets.Admit(ticket.ToArray(), TicketAction.Flash);
            RaiseFloor(verified.Signer);
            var next = Verify(verified.Ticket, manifest.ToArray());
            ticketId = Convert.ToHexStringLower(next.TicketId);
            opened = next;
            return null;
        }
        catch (ProtocolException e)
        {
            phone.WrongFlashTickets++;
            return Refusal(e.Code, e.Message);
        }
        catch (UnprovenLogException e)
        {
            phone.WrongFlashTickets++;
            return Refusal(ProtocolErrorCode.LogForked, e.Message);
        }
    }

    /// <inheritdoc />
    public byte[]? Receipt(out FirehoseRefusal? refusal)
    {
        refusal = opened is null ? Refusal(ProtocolErrorCode.NoChallenge, "nothing is open") : null;
        if (opened is { Plan: var plan })
        {
            // An erasure or a patch that failed has left them in doubt.
            Look(plan, plan.ExtentsIn(bad.All).Except(plan.Failed));
        }

        // A host that goes on after a power cut leaves alone what is right already: the receipt says what is there.
        foreach (var extent in (opened?.Plan.Unsaid ?? []).Where(extent => storage.HasDigest(extent.Range, extent.Entry.Digest)))
        {
            opened!.Plan.Found(extent, isGood: true);
        }

        return opened is { } now
            ? evidence.Make(EvidencePurpose.Flashed, serverNonce: null, flashed: new(now.TicketId, now.Digest, (uint)now.Plan.Done, (uint)now.Plan.Failed.Count))
            : null;
    }

    /// <inheritdoc />
    public FirehoseRefusal? Refuse(FirehoseCommand command, FirehoseRange? range) =>
        opened is { } now ? now.Plan.Refuse(command, range) : Refusal(ProtocolErrorCode.ActionNotAllowed, "nothing is open");

    /// <inheritdoc />
    public FirehoseRefusal? RefuseDivision(Provisioning wanted) =>
        opened is { } now ? now.Plan.RefuseDivision(wanted) : Refusal(ProtocolErrorCode.ActionNotAllowed, "nothing is open");

    /// <inheritdoc />
    public void Changing(FirehoseRange range)
    {
        if (opened is { } now)
        {
            NoteAround(now.Plan, range);
        }
    }

    /// <inheritdoc />
    public void Done(FirehoseCommand command, FirehoseRange? range)
    {
        if (range is { } changed)
        {
            storage.Sync(changed.Unit);
            bad.Set(badBefore);
        }

        opened?.Plan.Carried(command, range);
    }

    /// <inheritdoc />
    public void Writing(FirehoseRange range, ReadOnlySpan<byte> bytes)
    {
        if (opened is not { } now)
        {
            return;
        }

        if (writing is null)
        {
            writing = new(now.Plan.ExtentsOf(range), storage.SectorSize);
            NoteAround(now.Plan, range);
        }

        writing.Append(bytes);
    }

    /// <inheritdoc />
    public FirehoseRefusal? EndWriting(FirehoseRange range, bool isWhole)
    {
        if (opened is not { } now || writing is not { } judged)
        {
            return isWhole ? Refusal(ProtocolErrorCode.ActionNotAllowed, "nothing is open") : null;
        }

        writing = null;
        using (judged)
        {
            if (isWhole)
            {
                storage.Sync(range.Unit);
                foreach (var extent in judged.Good)
                {
                    now.Plan.Written(extent, isGood: true);
                }

                // Nothing failed meanwhile: what lies beside it is as it was.
                bad.Set(badBefore.Without(range).With(judged.Bad.Select(e => e.Range)));

                // Beside it may be what a write before, that came to nothing, has left in doubt.
                Look(now.Plan, now.Plan.ExtentsIn(SectorSet.Of([Spoilt(range)])).Where(e => !SectorSet.Overlap(e.Range, range)));
            }

            foreach (var extent in isWhole ? judged.Bad : now.Plan.ExtentsOf(range))
            {
                now.Plan.Written(extent, isGood: false);
            }

            return !isWhole || judged.Bad.Any() ? Refusal(ProtocolErrorCode.DigestWrong, "these are not the maker's bytes") : null;
        }
    }

    /// <summary>The phone restarts without losing its power: what was opened is closed, and wrong tickets still count.</summary>
    internal void Close() => opened = null;

    /// <summary>Whether bytes that are all there are the maker's: before the first of them is written.</summary>
    /// <param name="range">One that <see cref="Refuse"/> lets a program write to.</param>
    /// <param name="bytes">All of it.</param>
    internal FirehoseRefusal? Judge(FirehoseRange range, ReadOnlySpan<byte> bytes)
    {
        if (opened is not { } now)
        {
            return Refusal(ProtocolErrorCode.ActionNotAllowed, "nothing is open");
        }

        using var judged = new ExtentHashing(now.Plan.ExtentsOf(range), storage.SectorSize);
        judged.Append(bytes);
        return judged.Bad.Any() ? Refusal(ProtocolErrorCode.DigestWrong, "these are not the maker's bytes") : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        writing?.Dispose();
        tickets.Dispose();
    }

    // As the lock does with each ticket that it accepts: whoever has the key of a signer that was replaced opens nothing any more. Generations begin with 1.
    private void RaiseFloor(SignerCertificate signer)
    {
        var marks = phone.Marks;
        if (signer.Generation > Math.Max(1, marks.Floors.FirstOrDefault(floor => floor.Purpose == (int)signer.Purpose)?.Generation ?? 0))
        {
            UnitStorage.Powered(() => phone.Mark(marks with { Floors = SignerFloor.Highest(marks.Floors.Append(new((int)signer.Purpose, signer.Generation))) }));
        }
    }

    private Opened Verify(Ticket ticket, byte[] bytes)
    {
        var order = ticket.Flash!;
        var device = Device;
        FlashPlan.RequireOwner(order, device);
        var manifest = FirmwareManifestCodec.Verify(bytes, releaseKeys);
        var digest = FirmwareManifestCodec.Digest(bytes);
        if (!digest.AsSpan().SequenceEqual(order.Manifest))
        {
            throw new ProtocolException(ProtocolErrorCode.OutsideManifest, "the ticket names another manifest", "firmware_digest");
        }

        var plan = FlashPlan.Of(manifest, order, device);
        Look(plan, plan.ExtentsIn(bad.All));
        return new(ticket.TicketId, digest, plan);
    }

    // What was being written when the power failed may have come whole, and what lies beside it may be unhurt.
    private void Look(FlashPlan plan, IEnumerable<FlashExtent> at)
    {
        foreach (var extent in at.Where(e => bad.All.Overlaps(e.Range)).ToList())
        {
            var isGood = storage.HasDigest(extent.Range, extent.Entry.Digest);
            plan.Found(extent, isGood);
            if (isGood)
            {
                bad.Set(bad.All.Without(extent.Range));
            }
        }
    }

    // Before the first byte: where the power fails, all that it may have spoilt is known.
    private void NoteAround(FlashPlan plan, FirehoseRange range)
    {
        badBefore = bad.All;
        bad.Set(bad.All.With(plan.ExtentsIn(SectorSet.Of([Spoilt(range)])).Select(e => e.Range)));
    }

    private static FirehoseRange Spoilt(FirehoseRange range)
    {
        const int Together = PhoneLayout.EraseUnit / PhoneLayout.SectorSize;
        var first = range.First / Together * Together;
        return range with { First = first, Sectors = (range.First + range.Sectors + Together - 1) / Together * Together - first };
    }

    private static FirehoseRefusal Refusal(ProtocolErrorCode code, string text) => new((int)code, text);

    private sealed record Opened(byte[] TicketId, byte[] Digest, FlashPlan Plan);
}
