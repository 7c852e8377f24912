using System.Security.Cryptography;
using Tenure.Flash.Images;
using Tenure.Flash.Packages;
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

    // What is sent must be what a table lists: nothing is compared, and nothing sent twice.
    private bool isExact;

    private FlashJournal Journal => job.Journal;

    private FirmwareStorage Storage => job.Plan.Manifest.Storage;

    /// <summary>Does all of it.</summary>
    /// <returns>The receipt that the device signed; empty where another program goes on.</returns>
    /// <exception cref="RestoreException">It ended before; run it again.</exception>
    /// <exception cref="IOException">A file of the package or the journal cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was given up; run it again.</exception>
    public async Task<byte[]> RunAsync(CancellationToken ct)
    {
        try
        {
            await StartProgrammerAsync(ct);
            await AuthorizeAsync(ct);
            if (job.Provisioning is { } division)
            {
                await ProvisionAsync(division, ct);
            }

            if (job.HandsOver)
            {
                await HandOverAsync(ct);
                return [];
            }

            await WorkAsync(ct);
            var receipt = await ReceiptAsync(ct);
            Report(RestorePhase.Restarting);
            await LeaveAsync(ct);
            Journal.Finish();
            return receipt;
        }
        catch (ProtocolException e)
        {
            throw RestoreException.Of(e);
        }
    }

    /// <summary>What a restore sends to a programmer that asks for tables of digests, packet by packet: that its maker can sign them.</summary>
    /// <param name="package">The files.</param>
    /// <param name="plan">What is done with them.</param>
    /// <param name="folder">For a journal, which is gone afterwards.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>SHA-256 of each packet.</returns>
    public static async Task<IReadOnlyList<byte[]>> RehearseAsync(FlashPackage package, RestorePlan plan, string folder, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(plan);
        var rehearsal = new FirehoseRehearsal();
        using var journal = FlashJournal.Open(folder, "rehearsal", []);
        await using var port = new LinkPort(rehearsal, TimeProvider.System);
        var restore = new EmergencyRestore(port, new()
        {
            Package = package,
            Plan = plan,
            Manifest = ReadOnlyMemory<byte>.Empty,
            Journal = journal,
            AskTicket = (_, _) => throw new InvalidOperationException("There is no device."),
            BringReceipt = (_, _) => Task.CompletedTask,
        })
        { isExact = true };
        await restore.WorkAsync(ct);
        await restore.RestartAsync(ct);
        journal.Finish();
        return rehearsal.Packets;
    }

    private static string Reason(FirehoseResult result) =>
        result.Logs.LastOrDefault(line => line.StartsWith("auth:", StringComparison.Ordinal)) ?? result.Reason;

    private static RestoreException Ended(RestoreFault usual, FirehoseResult result, string where = "") =>
        new(FirehoseHost.IsTableRefusal(result.Reason) ? RestoreFault.TablesRefused : usual, where + Reason(result));

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

        if (FirehoseHost.WantsTables(await host.GreetAsync(ct)))
        {
            await UseTablesAsync(ct);
        }
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        await OpenStorageAsync(ct);
        foreach (var entry in job.Plan.Entries)
        {
            await DoAsync(entry, ct);
        }
    }

    private Task<FirehoseResult> RestartAsync(CancellationToken ct) => host.SendAsync(new FirehosePowerCommand(FirehosePower.Reset), ct);

    private async Task LeaveAsync(CancellationToken ct)
    {
        try
        {
            await RestartAsync(ct);
        }
        catch (ProtocolException e) when (e.Code is ProtocolErrorCode.ConnectionClosed or ProtocolErrorCode.PeerSilent)
        {
            // All is done and told: a device that is off before its last word has come is no failure.
        }
    }

    private async Task UseTablesAsync(CancellationToken ct)
    {
        var used = await host.UseAsync(job.Tables ?? throw new RestoreException(RestoreFault.TablesMissing, "VIP"), ct);
        isExact = used.IsAck ? true : throw new RestoreException(RestoreFault.TablesRefused, Reason(used));
    }

    // First as a trial: a device that cannot do it says so before anything is gone.
    private async Task ProvisionAsync(Provisioning division, CancellationToken ct)
    {
        Report(RestorePhase.Provisioning);
        var device = Journal.Device!;
        Journal.Forget();
        Journal.Begin(device);
        await RequireAsync(new FirehoseConfigureCommand { MemoryName = division.MemoryName, SkipStorageInit = true });
        foreach (var element in division.Elements(commit: false).Concat(division.Elements(commit: true)))
        {
            await RequireAsync(new FirehoseOtherCommand(element));
        }

        async Task RequireAsync(FirehoseCommand command)
        {
            var result = await host.SendAsync(command, ct);
            if (!result.IsAck)
            {
                throw new RestoreException(RestoreFault.ProvisioningRefused, Reason(result));
            }
        }
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
            throw Ended(RestoreFault.StorageWrong, configured);
        }

        var told = new List<(int Unit, FirehoseStorageFacts Facts)>();
        for (var unit = 0; unit < Storage.LeastSectors.Count; unit++)
        {
            // A programmer that does not tell its sizes refuses what does not fit by itself.
            if (await host.StorageAsync(unit, ct) is { } facts)
            {
                told.Add((unit, facts));
            }
        }

        job.CheckStorage?.Invoke(told.Count == Storage.LeastSectors.Count ? [.. told.Select(one => one.Facts.Sectors)] : null);
        foreach (var (unit, facts) in told)
        {
            if (facts.SectorSize != Storage.SectorSize || facts.Sectors < Storage.LeastSectors[unit])
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
            throw Ended(RestoreFault.WriteRefused, result, $"entry {planned.Index}: ");
        }

        Journal.MarkDone(planned.Index);
    }

    private async Task ProgramAsync(PlannedEntry planned, FirmwareProgram program, CancellationToken ct)
    {
        var place = Place(program.Range);
        if (!isExact && (job.SkipsRight || Journal.Done.Contains(planned.Index)))
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
            if (isExact || tries == Tries)
            {
                throw Ended(RestoreFault.WriteRefused, result, $"{planned.File}: ");
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
