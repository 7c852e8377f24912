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
internal sealed class GetDeviceLog(TenureDb db, DeviceLogBook book)
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapGet("/{id}/log", async Task<Results<Ok<DeviceLog>, RefusalResult>> (
            string id, [Description("Sequence of the first entry; 0 when absent")] string? from, CurrentAccount caller, GetDeviceLog get, CancellationToken ct) =>
            long.TryParse(from ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                ? TypedResults.From(await get.ExecuteAsync(caller.Id, new DeviceId(id), first, ct))
                : TypedResults.Refused(WellFormedText.Malformed("from")))
        .WithSummary("The log of one device of the caller's account, 100 entries at once");

    /// <summary>The page that begins with an entry.</summary>
    public Task<Answer<DeviceLog>> ExecuteAsync(AccountId holder, DeviceId id, long from, CancellationToken ct) =>
        ReadAsync(holder, id, length => (from, from < length ? Math.Min(from + PageSize, length) : from), ct);

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
            ct);

    private async Task<Answer<DeviceLog>> ReadAsync(AccountId holder, DeviceId id, Func<long, (long From, long To)> pageOf, CancellationToken ct)
    {
        if (await db.Devices.AsNoTracking().OfAsync(holder, id, ct) is not { HoldingId: { } holding } || await book.FindAsync(id, ct) is not { } log)
        {
            return EvidenceRefusals.NotFound;
        }

        var (from, to) = pageOf(log.Length);
        var lines = await book.ReadAsync(id, from, to, ct);
        return new DeviceLog(Base64Url.EncodeToString(log.DeviceRef), [.. lines.Select(line => ToEntry(line, IsOf(holding, line)))], to < log.Length ? to : null);
    }

    private static bool IsOf(HoldingId holding, LogLine line) => line.Details is { } details && LoggedState.Parse(details)?.Holding == holding.ToString();

    private static DeviceLogEntry ToEntry(LogLine line, bool isOwn) => new(
        line.Entry.Sequence,
        line.Entry.Event,
        line.Entry.At,
        isOwn ? line.Details : null,
        isOwn && line.Salt is { } salt ? Base64Url.EncodeToString(salt) : null,
        Base64Url.EncodeToString(line.Entry.Commitment),
        Base64Url.EncodeToString(line.Entry.Previous),
        Base64Url.EncodeToString(line.Hash));
}
