using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices.Transfers;

/// <summary>Who gave a device objects within 72 hours, by the link in their notice. It is written down, both are told, and for a month the device goes to nobody else, so that people can decide; whose it is stays as it is.</summary>
internal sealed class ObjectToTransfer(TenureDb db, Contention contention, TransferBook book, DeviceLogBook log, DeviceMails mails, TimeProvider clock, DevicesLog says)
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/api/v1/transfer-objections", async Task<Results<NoContent, RefusalResult>> (ObjectToDeviceTransfer request, ObjectToTransfer objection, CancellationToken ct) =>
            TypedResults.From(await objection.ExecuteAsync(request.Secret, ct)))
        .AllowAnonymous().WithTags("Devices").WithSummary("Object to a transfer, by the secret in its notice");

    /// <summary>Whether the link still does something; the device's model.</summary>
    public async Task<Answer<string>> LookAsync(string secret, CancellationToken ct) =>
        WellFormedText.IsWellFormed(secret) && await book.ByObjectionAsync(secret, ct) is { DoneAt: { } done } transfer && clock.GetUtcNow() < done + DeviceTransfer.ObjectionTime
            ? await db.Devices.Where(d => d.Id == transfer.DeviceId).Select(d => d.Model).FirstAsync(ct)
            : DeviceRefusals.TransferOver;

    public async Task<Refusal?> ExecuteAsync(string secret, CancellationToken ct) => WellFormedText.Check(secret, "secret") ?? await contention.RunAsync(async () =>
    {
        if (await book.ByObjectionAsync(secret, ct) is not { } transfer)
        {
            return DeviceRefusals.TransferOver;
        }

        var isNew = transfer.ObjectedAt is null;
        if (transfer.Oppose(clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        if (isNew)
        {
            var device = await db.Devices.FirstAsync(d => d.Id == transfer.DeviceId, ct);
            await log.AppendAsync(device, DeviceEvents.TransferObjected, ticket: null, by: null, ct);
            await mails.TransferObjectedAsync(transfer.From, transfer.To!.Value, device, transfer.ObjectedAt!.Value + DeviceTransfer.DisputeTime, ct);
            says.TransferObjected(transfer.DeviceId, transfer.Epoch);
        }

        await db.SaveChangesAsync(ct);
        return null;
    });
}
