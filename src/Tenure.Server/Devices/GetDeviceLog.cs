using System.Buffers.Text;
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
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The log of a device that the caller holds, in pages, with all that is needed to check the chain.</summary>
/// <remarks>An entry never moves: its sequence is the cursor, and stays true while the log grows. Details are those of the caller's own holding alone: what the holder before did with the device is no business of the next.</remarks>
internal sealed class GetDeviceLog(TenureDb db, DeviceLogBook book, LogProofs proofs)
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapGet("/{id}/log", async Task<Results<Ok<DeviceLog>, RefusalResult>> (
            string id,
            [Description("Sequence of the first entry; 0 when absent")] string? from,
            [Description("Whether each entry comes with the proof that it is in the log of all devices: true or false")] string? proofs,
            CurrentAccount caller,
            GetDeviceLog get,
            CancellationToken ct) => (long.TryParse(from ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var first), bool.TryParse(proofs ?? "false", out var withProofs)) switch
            {
                (false, _) => TypedResults.Refused(WellFormedText.Malformed("from")),
                (_, false) => TypedResults.Refused(WellFormedText.Malformed("proofs")),
                _ => TypedResults.From(await get.ExecuteAsync(caller.Id, new DeviceId(id), first, withProofs, ct)),
            })
        .WithSummary("The log of one device of the caller's account, 100 entries at once");

    /// <summary>The page that begins with an entry.</summary>
    public Task<Answer<DeviceLog>> ExecuteAsync(AccountId holder, DeviceId id, long from, bool withProofs, CancellationToken ct) =>
        ReadAsync(holder, id, length => (from, from < length ? Math.Min(from + PageSize, length) : from), withProofs, ct);

    /// <summary>The page that ends before an entry; the last page when none is named.</summary>
    public Task<Answer<DeviceLog>> ExecuteBeforeAsync(AccountId holder, DeviceId id, long? before, CancellationToken ct) =>
        ReadAsync(
            holder,
            id,
            length =>
            {
                var to = Math.Min(before ?? length, length);
                return (Math.Max(0, to - PageSize), to);
            },
            withProofs: false,
            ct);

    private async Task<Answer<DeviceLog>> ReadAsync(AccountId holder, DeviceId id, Func<long, (long From, long To)> pageOf, bool withProofs, CancellationToken ct)
    {
        if (await db.Devices.AsNoTracking().OfAsync(holder, id, ct) is not { HoldingId: { } holding } || await book.FindAsync(id, ct) is not { } log)
        {
            return EvidenceRefusals.NotFound;
        }

        var (from, to) = pageOf(log.Length);
        return await PageAsync(id, holding, log, from, to, withProofs, ct);
    }

    /// <summary>A page as the API gives it, with the details of one holding.</summary>
    internal async Task<DeviceLog> PageAsync(DeviceId id, HoldingId holding, (byte[] DeviceRef, long Length) log, long from, long to, bool withProofs, CancellationToken ct)
    {
        var (lines, places, checkpoint) = await EntriesAsync(id, holding, from, to, withProofs, ct);
        return new DeviceLog(
            Base64Url.EncodeToString(log.DeviceRef),
            [.. lines.Select(line => ToEntry(line, places.GetValueOrDefault(line.Entry.Sequence)))],
            to < log.Length ? to : null,
            checkpoint is null ? null : Base64Url.EncodeToString(checkpoint.Signed));
    }

    /// <summary>Entries with the details of one holding, the places of those that have one, and the checkpoint in whose tree they are; <c>null</c> before the first.</summary>
    internal async Task<(IReadOnlyList<LogLine> Lines, IReadOnlyDictionary<long, EntryPlace> Places, KeptCheckpoint? Checkpoint)> EntriesAsync(
        DeviceId id, HoldingId holding, long from, long to, bool withProofs, CancellationToken ct)
    {
        var lines = await book.ReadAsync(id, holding, from, to, ct);
        var latest = await proofs.LatestAsync(ct);
        var checkpoint = latest.Refusal is null ? latest.Value : null;
        return (lines, await proofs.PlacesAsync(id, from, to, checkpoint?.Size ?? 0, withProofs, ct), checkpoint);
    }

    private static DeviceLogEntry ToEntry(LogLine line, EntryPlace? place) => new(
        line.Entry.Format,
        line.Entry.HoldingRef is { } holding ? Base64Url.EncodeToString(holding) : null,
        line.Entry.Sequence,
        line.Entry.Event,
        line.Entry.At,
        line.Details,
        line.Salt is { } salt ? Base64Url.EncodeToString(salt) : null,
        Base64Url.EncodeToString(line.Entry.Commitment),
        Base64Url.EncodeToString(line.Entry.Previous),
        Base64Url.EncodeToString(line.Hash),
        place?.Index,
        place?.Proof?.ToText());
}
