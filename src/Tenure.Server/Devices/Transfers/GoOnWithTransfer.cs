using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices.Transfers;

/// <summary>What the holder does with a transfer that they opened: look at it, show its code, confirm whom they see, or take it back.</summary>
internal sealed class GoOnWithTransfer(
    TenureDb db, Contention contention, PasswordStepUp stepUp, AccountDirectory accounts, GrantRelease grant, TransferBook book, DeviceLogBook log, DeviceMails mails, IssuerUrl issuer, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices)
    {
        devices.MapGet("/{id}/transfer", async Task<Results<Ok<DeviceTransferState>, RefusalResult>> (string id, CurrentAccount caller, GoOnWithTransfer transfer, CancellationToken ct) =>
                TypedResults.From(await transfer.GetAsync(caller.Id, new DeviceId(id), ct)))
            .WithSummary("How the transfer of a device stands");
        devices.MapDelete("/{id}/transfer", async Task<Results<NoContent, RefusalResult>> (string id, CurrentAccount caller, GoOnWithTransfer transfer, CancellationToken ct) =>
                TypedResults.From(await transfer.CancelAsync(caller.Id, new DeviceId(id), ct)))
            .WithSummary("Take a transfer back");
        devices.MapPost("/{id}/transfer/code", async Task<Results<Ok<TransferCode>, RefusalResult>> (string id, CurrentAccount caller, GoOnWithTransfer transfer, CancellationToken ct) =>
                TypedResults.From(await transfer.ShowCodeAsync(caller.Id, new DeviceId(id), ct)))
            .WithSummary("A code for whoever takes the device");
        devices.MapPost("/{id}/transfer/confirmation", async Task<Results<Ok<DeviceTransferState>, RefusalResult>> (
                string id, ConfirmDeviceTransfer request, CurrentAccount caller, GoOnWithTransfer transfer, CancellationToken ct) =>
                TypedResults.From(await transfer.ConfirmAsync(caller, new DeviceId(id), request, ct)))
            .WithSummary("Confirm who takes the device");
    }

    public async Task<Answer<DeviceTransferState>> GetAsync(AccountId holder, DeviceId id, CancellationToken ct) =>
        await db.Devices.OfAsync(holder, id, ct) is { } device ? await book.StateAsync(await book.OfAsync(device, ct), ct) : EvidenceRefusals.NotFound;

    /// <summary>A code that takes the place of the one before. Anybody in the holder's session may show it: it takes their password to confirm.</summary>
    public Task<Answer<TransferCode>> ShowCodeAsync(AccountId holder, DeviceId id, CancellationToken ct) => contention.RunAsync<TransferCode>(async () =>
    {
        var now = clock.GetUtcNow();
        if (await db.Devices.OfAsync(holder, id, ct) is not { } device)
        {
            return EvidenceRefusals.NotFound;
        }

        if (await accounts.RefuseFarReachingAsync(holder, ct) is { } early)
        {
            return early;
        }

        var (digits, hash) = book.DrawCode();
        if ((await book.OfAsync(device, ct) is { } transfer ? transfer.ShowCode(hash, now) : DeviceRefusals.TransferOver) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(ct);
        return new TransferCode(digits, now + DeviceTransfer.CodeLifetime, new Uri(issuer.Value, $"transfer?code={digits}").ToString());
    });

    /// <summary>With the password: the device is let go from here on, and goes to nobody but the one who was seen.</summary>
    public async Task<Answer<DeviceTransferState>> ConfirmAsync(CurrentAccount caller, DeviceId id, ConfirmDeviceTransfer request, CancellationToken ct)
    {
        if ((WellFormedText.Check(request.Acceptance, "acceptance") ?? await stepUp.CheckAsync(caller, request.Password, ct)) is { } wrong)
        {
            return wrong;
        }

        return await contention.RunAsync<DeviceTransferState>(async () =>
        {
            if (await db.Devices.OfAsync(caller.Id, id, ct) is not { } device)
            {
                return EvidenceRefusals.NotFound;
            }

            if (await book.OfAsync(device, ct) is not { } transfer)
            {
                return DeviceRefusals.TransferOver;
            }

            var acceptance = Guid.TryParseExact(request.Acceptance, "N", out var seen) ? seen : Guid.Empty;
            if ((transfer.Confirm(acceptance, clock.GetUtcNow()) ?? await grant.ExecuteAsync(device, caller.Id, transfer.Erase, "page", ct)) is { } refusal)
            {
                return refusal;
            }

            await log.AppendAsync(device, DeviceEvents.TransferConfirmed, ticket: null, "page", ct);
            await db.SaveChangesAsync(ct);
            return await book.StateAsync(transfer, ct);
        });
    }

    /// <summary>Without the password, for it makes less possible; not once it was confirmed.</summary>
    public Task<Refusal?> CancelAsync(AccountId holder, DeviceId id, CancellationToken ct) => contention.RunAsync(async () =>
    {
        if (await db.Devices.OfAsync(holder, id, ct) is not { } device)
        {
            return EvidenceRefusals.NotFound;
        }

        if (await book.OfAsync(device, ct) is not { } transfer || !transfer.IsOpen(clock.GetUtcNow()))
        {
            return DeviceRefusals.TransferOver;
        }

        db.Remove(transfer);
        await log.AppendAsync(device, DeviceEvents.TransferCancelled, ticket: null, "page", ct);
        await mails.TransferCancelledAsync(holder, device, ct);
        await db.SaveChangesAsync(ct);
        return null;
    });
}
