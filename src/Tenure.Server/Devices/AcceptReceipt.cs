using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Devices.Transfers;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using DeviceState = Tenure.Domain.Devices.DeviceState;

namespace Tenure.Server.Devices;

/// <summary>The device says what its last ticket did. A release counts only by it.</summary>
internal sealed class AcceptReceipt(
    TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, DeviceTickets tickets, DeviceLogBook book, AccountDirectory accounts, DeviceMails mails, CompleteTransfer transfer,
    TimeProvider clock, DevicesLog log)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/receipt", async Task<Results<NoContent, RefusalResult>> (
            DeviceEvidence request, HttpContext context, AcceptReceipt accept, CancellationToken ct) =>
            TypedResults.From(await accept.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("The device's receipt for its last ticket");

    public Task<Refusal?> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => AcceptAsync(evidence, ct)), ct);

    private async Task<Refusal?> AcceptAsync(string evidence, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Receipt, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var refusal = await ReceiveAsync(checkedEvidence.Value, ct);
        await db.SaveChangesAsync(ct);
        return refusal;
    }

    private async Task<Refusal?> ReceiveAsync(ProvenEvidence proven, CancellationToken ct)
    {
        var device = proven.Device;
        if (await tickets.NamedByAsync(proven, ct) is not { } ticket)
        {
            return EvidenceRefusals.Untrusted;
        }

        var (holder, holding) = (device.Holder, await db.HoldingOfAsync(device, ct));
        if (device.Receive(ticket, proven.Evidence.Epoch) is { } refusal)
        {
            return refusal;
        }

        if (holding is null)
        {
            return null;
        }

        if (device.State == DeviceState.Free)
        {
            holding.End(clock.GetUtcNow());
            await book.AppendAsync(device, DeviceEvents.Released, ticket.Id, by: null, ct);
            if (holder is { } former)
            {
                await mails.DeviceReleasedAsync(await accounts.GetAsync(former, ct), device, ct);
            }

            log.DeviceReleased(device.Id, device.Epoch);
            await transfer.ExecuteAsync(device, ticket.Epoch, ct);
        }
        else if (ticket.Kind is TicketKind.Reset or TicketKind.Erase && ticket.Epoch == device.Epoch && ticket.Done(clock.GetUtcNow()))
        {
            await book.AppendAsync(device, DeviceEvents.DataErased, ticket.Id, by: null, ct);
            if (ticket.Kind == TicketKind.Erase && device.Holder is { } told)
            {
                // Of a reset the holder was told when they asked for it.
                await mails.ErasedAsync(told, device, ct);
            }
        }
        else if (device.ShowLoss(ticket, clock.GetUtcNow()))
        {
            await book.AppendAsync(device, DeviceEvents.LostShown, ticket.Id, by: null, ct);
        }
        else if (device.State is DeviceState.Held or DeviceState.Lost && ticket.Kind == TicketKind.Hold && ticket.Epoch == device.Epoch && holding.Confirm(clock.GetUtcNow()))
        {
            await book.AppendAsync(device, DeviceEvents.HoldConfirmed, ticket.Id, by: null, ct);
        }

        return null;
    }
}
