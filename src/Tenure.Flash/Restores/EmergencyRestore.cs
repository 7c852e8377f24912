using System.Security.Cryptography;
using Tenure.Flash.Images;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tickets;

namespace Tenure.Flash.Restores;

/// <summary>
/// Restores a device in emergency mode: programmer, evidence, ticket, images, receipt, restart. Whatever breaks it, it can be run again: what the journal knows is compared with the device and not written twice.
/// </summary>
/// <param name="port">To the device.</param>
/// <param name="job">What is done.</param>
/// <param name="progress">Hears of each step.</param>
/// <param name="logs">Hears the programmer's lines.</param>
/// <param name="sahara">The usual waits when left out.</param>
/// <param name="firehose">The usual waits when left out.</param>
public sealed class EmergencyRestore(
    LinkPort port, RestoreJob job, IProgress<RestoreReport>? progress = null, IProgress<FirehoseLog>? logs = null, SaharaTimeouts? sahara = null, FirehoseTimeouts? firehose = null)
{
    // A write that came to nothing is tried once more.
    private const int Tries = 2;

    // How often the journal hears how far a write is.
    private const long JournalStep = 4 << 20;

    private readonly FirehoseHost host = new(port, firehose, logs);
    private long done;

    private FlashJournal Journal => job.Journal;

    private FirmwareStorage Storage => job.Plan.Manifest.Storage;

    /// <summary>Does all of it.</summary>
    /// <returns>The receipt that the device signed; empty where another program goes on.</returns>
    /// <exception cref="RestoreException">It ended before; run it again.</exception>
    /// <exception cref="OperationCanceledException">It was given up; run it again.</exception>
    public async Task<byte[]> RunAsync(CancellationToken ct)
    {
        try
        {
            await StartProgrammerAsync(ct);
            await AuthorizeAsync(ct);
            if (job.HandsOver)
            {
                await HandOverAsync(ct);
                return [];
            }

            await OpenStorageAsync(ct);
            foreach (var entry in job.Plan.Entries)
            {
                await DoAsync(entry, ct);
            }

            var receipt = await ReceiptAsync(ct);
            Report(RestorePhase.Restarting);
            await host.SendAsync(new FirehosePowerCommand(FirehosePower.Reset), ct);
            Journal.Finish();
            return receipt;
        }
        catch (ProtocolException e)
        {
            throw RestoreException.Of(e);
        }
    }

    private static string Reason(FirehoseResult result) =>
        result.Logs.LastOrDefault(line => line.StartsWith("auth:", StringComparison.Ordinal)) ?? result.Reason;

    private void Report(RestorePhase phase, string? what = null, long more = 0) => progress?.Report(new(phase, done + more, job.Plan.Bytes, what));

    private async Task StartProgrammerAsync(CancellationToken ct)
    {
        Report(RestorePhase.Connecting);
        var rom = new SaharaHost(port, sahara);
        try
        {
            if (await rom.OpenAsync(ct) == SaharaStart.Target)
            {
                await UploadAsync(rom, ct);
            }
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.PeerSilent && Journal.Raw is { } raw)
        {
            // The last host died in the middle of a write, and what was said now was taken for its bytes.
            Report(RestorePhase.Recovering);
            if (!await host.EndRawAsync(raw.Of, ct))
            {
                throw;
            }
        }

        if (Journal.Raw is not null)
        {
            Journal.LeaveRaw();
        }

        await host.GreetAsync(ct);
    }

    private async Task UploadAsync(SaharaHost rom, CancellationToken ct)
    {
        var name = job.Plan.Lists.Programmer;
        Report(RestorePhase.Programmer, name);
        await using var file = job.Package.OpenRead(name);
        try
        {
            await rom.UploadAsync(new Dictionary<ulong, Stream> { [SaharaHost.Programmer] = file }, null, ct);
        }
        catch (ProtocolException e) when (e.Code is ProtocolErrorCode.SaharaFailed or ProtocolErrorCode.SaharaImageMissing)
        {
            throw new RestoreException(RestoreFault.ProgrammerRefused, e.Message, e);
        }
    }

    private async Task AuthorizeAsync(CancellationToken ct)
    {
        Report(RestorePhase.Ticket);
        var asked = await host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Request), ct);
        if (!asked.IsAck || asked.Evidence is not { } bytes)
        {
            throw new RestoreException(RestoreFault.NoEvidence, Reason(asked));
        }

        var evidence = EvidenceCodec.ReadUnverified(bytes);
        job.Check?.Invoke(evidence);
        Journal.Begin(evidence.Subject.ToString());
        var ticket = await job.AskTicket(bytes, ct);
        Report(RestorePhase.Ticket);
        var opened = await host.AuthenticateAsync(ticket, job.Manifest, ct);
        if (!opened.IsAck)
        {
            throw new RestoreException(RestoreFault.TicketRefused, Reason(opened));
        }
    }

    private async Task HandOverAsync(CancellationToken ct)
    {
        var left = await host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.HandOver), ct);
        if (!left.IsAck)
        {
            throw new RestoreException(RestoreFault.TicketRefused, Reason(left));
        }

        Journal.Finish();
    }

    private async Task OpenStorageAsync(CancellationToken ct)
    {
        Report(RestorePhase.Storage);
        var configured = await host.ConfigureAsync(new() { MemoryName = Storage.MemoryName }, ct);
        if (!configured.IsAck)
        {
            throw new RestoreException(RestoreFault.StorageWrong, Reason(configured));
        }

        for (var unit = 0; unit < Storage.LeastSectors.Count; unit++)
        {
            // A programmer that does not tell its sizes refuses what does not fit by itself.
            if (await host.StorageAsync(unit, ct) is { } facts && (facts.SectorSize != Storage.SectorSize || facts.Sectors < Storage.LeastSectors[unit]))
            {
                throw new RestoreException(RestoreFault.StorageWrong, $"Unit {unit} has {facts.Sectors} sectors of {facts.SectorSize} bytes; {Storage.LeastSectors[unit]} of {Storage.SectorSize} are needed.");
            }
        }
    }

    private async Task DoAsync(PlannedEntry planned, CancellationToken ct)
    {
        switch (planned.Entry)
        {
            case FirmwareProgram program:
                await ProgramAsync(planned, program, ct);
                break;
            case FirmwareErase { Range: var range }:
                Report(RestorePhase.Writing);
                var isWhole = range is { First: 0, Sectors: 0 };
                await OnceAsync(planned, new FirehoseEraseCommand(Storage.SectorSize, range.Unit, isWhole ? null : Place(range)), ct);
                break;
            case FirmwarePatch patch:
                Report(RestorePhase.Finishing);
                var sector = new FirehosePlace(Storage.SectorSize, patch.Unit, FirehoseExpression.Parse(patch.Start), 1);
                await OnceAsync(planned, new FirehosePatchCommand(sector, patch.ByteOffset, patch.Size, FirehoseExpression.Parse(patch.Value)), ct);
                break;
            case FirmwareBootable bootable:
                Report(RestorePhase.Finishing);
                await OnceAsync(planned, new FirehoseBootableCommand(bootable.Unit), ct);
                break;
        }
    }

    // Small, and the same however often it is done: it is always done again.
    private async Task OnceAsync(PlannedEntry planned, FirehoseCommand command, CancellationToken ct)
    {
        var result = await host.SendAsync(command, ct);
        if (!result.IsAck)
        {
            throw new RestoreException(RestoreFault.WriteRefused, $"entry {planned.Index}: {Reason(result)}");
        }

        Journal.MarkDone(planned.Index);
    }

    private async Task ProgramAsync(PlannedEntry planned, FirmwareProgram program, CancellationToken ct)
    {
        var place = Place(program.Range);
        if (job.SkipsRight || Journal.Done.Contains(planned.Index))
        {
            // A device that lost its power may have lost what it said was written.
            Report(RestorePhase.Comparing, planned.File);
            if (await host.DigestAsync(place, ct) is { } digest && CryptographicOperations.FixedTimeEquals(digest, program.Digest))
            {
                done += planned.Bytes;
                Journal.MarkDone(planned.Index);
                return;
            }
        }

        for (var tries = 1; ; tries++)
        {
            Report(RestorePhase.Writing, planned.File);
            Journal.MarkRaw(planned.Index, 0, place.Bytes);
            using var image = ImageStream.Open(job.Package.OpenRead(planned.File!));
            image.Position = planned.Offset;
            var result = await host.ProgramAsync(new(place, planned.File), image, planned.Bytes, new Written(this, planned, place.Bytes), ct);
            if (result.IsAck)
            {
                done += planned.Bytes;
                Journal.MarkDone(planned.Index);
                Report(RestorePhase.Writing, planned.File);
                return;
            }

            Journal.LeaveRaw();
            if (tries == Tries)
            {
                throw new RestoreException(RestoreFault.WriteRefused, $"{planned.File}: {Reason(result)}");
            }
        }
    }

    private async Task<byte[]> ReceiptAsync(CancellationToken ct)
    {
        Report(RestorePhase.Receipt);
        var result = await host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Receipt), ct);
        if (!result.IsAck || result.Evidence is not { } receipt)
        {
            throw new RestoreException(RestoreFault.NoEvidence, Reason(result));
        }

        await job.BringReceipt(receipt, ct);
        return receipt;
    }

    private FirehosePlace Place(FirmwareRange range) => new(Storage.SectorSize, range.Unit, FirehoseExpression.OfSector(range.First), range.Sectors);

    private sealed class Written(EmergencyRestore restore, PlannedEntry entry, long of) : IProgress<long>
    {
        private long said;

        public void Report(long value)
        {
            restore.Report(RestorePhase.Writing, entry.File, Math.Min(value, entry.Bytes));
            if (value - said >= JournalStep)
            {
                said = value;
                restore.Journal.MarkRaw(entry.Index, value, of);
            }
        }
    }
}
