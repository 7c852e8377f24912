using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>Every entry of the log of a device that the caller holds, with all that is needed to check the chain.</summary>
/// <remarks>Details are those of the caller's own holding alone: what the holder before did with the device is no business of the next.</remarks>
internal sealed class GetDeviceLog(TenureDb db, DeviceLogBook book)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapGet("/{id}/log", async Task<Results<Ok<DeviceLog>, RefusalResult>> (string id, CurrentAccount caller, GetDeviceLog get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(caller.Id, new DeviceId(id), ct)))
        .WithSummary("The log of one device of the caller's account");

    public async Task<Answer<DeviceLog>> ExecuteAsync(AccountId holder, DeviceId id, CancellationToken ct)
    {
        if (await db.Devices.AsNoTracking().OfAsync(holder, id, ct) is not { HoldingId: { } holding } || await book.ReadAsync(id, ct) is not { } log)
        {
            return EvidenceRefusals.NotFound;
        }

        return new DeviceLog(Base64Url.EncodeToString(log.DeviceRef), [.. log.Lines.Select(line => ToEntry(line, IsOf(holding, line)))]);
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
