using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices.Transfers;

/// <summary>
/// The receipt of a transfer, for whoever gave the device and whoever took it, whatever becomes of it afterwards: the entries of its log from the holder's confirmation to the activation, each proven under a checkpoint that
/// the server signed. Each side sees the details of its own holding.
/// </summary>
internal sealed class GetTransferReceipt(TenureDb db, DeviceLogBook book, GetDeviceLog pages, TransferBook transfers, ServerRoots roots)
{
    public static void Map(IEndpointRouteBuilder transfers) => transfers
        .MapGet("/{device}/{epoch}/receipt", async Task<Results<Ok<DeviceLog>, RefusalResult>> (
            string device, [Description("The epoch that ended with the transfer")] string epoch, CurrentAccount caller, GetTransferReceipt get, CancellationToken ct) =>
            uint.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? TypedResults.From(await get.ExecuteAsync(caller.Id, new DeviceId(device), number, ct))
                : TypedResults.Refused(WellFormedText.Malformed("epoch")))
        .WithSummary("The proven receipt of a transfer, for both sides");

    public async Task<Answer<DeviceLog>> ExecuteAsync(AccountId caller, DeviceId device, uint epoch, CancellationToken ct)
    {
        return await FindAsync(caller, device, epoch, ct) is var (_, holding, from, to) && await book.FindAsync(device, ct) is { } log
            ? await pages.PageAsync(device, holding, log, from, to, withProofs: true, ct) with { Next = null }
            : EvidenceRefusals.NotFound;
    }

    /// <summary>The same in words, and as a file that anybody checks.</summary>
    public async Task<Answer<TransferReceipt>> ShowAsync(AccountId caller, DeviceId device, uint epoch, CancellationToken ct)
    {
        if (await FindAsync(caller, device, epoch, ct) is not var (done, holding, from, to) || await db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.Id == device, ct) is not { } known)
        {
            return EvidenceRefusals.NotFound;
        }

        var (lines, places, checkpoint) = await pages.EntriesAsync(device, holding, from, to, withProofs: true, ct);
        var isGiver = done.From == caller;
        var head = checkpoint is null ? null : ProofHead.Of(checkpoint.Signed, roots.All);
        return new TransferReceipt(
            known.Model, isGiver, await transfers.FindMaskedAsync(isGiver ? done.To!.Value : done.From, ct), done.Erase, done.ConfirmedAt!.Value, done.DoneAt!.Value,
            [.. lines.Select(line => (line, places.GetValueOrDefault(line.Entry.Sequence)?.Index))], head is null ? null : CheckpointCodec.ReadUnverified(head.Checkpoint), head?.Root.Thumbprint,
            head is not null && lines.All(line => places.ContainsKey(line.Entry.Sequence)) ? await WriteAsync(head, lines, places, ct) : null);
    }

    private static async Task<byte[]> WriteAsync(ProofHead head, IReadOnlyList<LogLine> lines, IReadOnlyDictionary<long, EntryPlace> places, CancellationToken ct)
    {
        using var file = new MemoryStream();
        await ProofFile.WriteAsync(file, head, ct);
        foreach (var line in lines)
        {
            var place = places[line.Entry.Sequence];
            await ProofFile.WriteAsync(file, new ProvenLine(line, place.Index, place.Proof!), ct);
        }

        return file.ToArray();
    }

    // With the caller's own holding; null for everybody who was no side of it.
    private async Task<(DeviceTransfer Done, HoldingId Holding, long From, long To)?> FindAsync(AccountId caller, DeviceId device, uint epoch, CancellationToken ct)
    {
        var done = await db.Set<DeviceTransfer>().AsNoTracking().FirstOrDefaultAsync(t => t.DeviceId == device && t.Epoch == epoch && t.DoneAt != null && (t.From == caller || t.To == caller), ct);
        return done is not null && await book.FindTransferAsync(device, epoch, ct) is { } found && (done.From == caller ? found.Given : found.Taken) is { } own ? (done, own, found.From, found.To) : null;
    }
}
