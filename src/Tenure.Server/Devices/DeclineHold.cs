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
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>
/// The person at the device saw the masked holder and said no: the holding ends, unless the device has ever said that it stored it. Or the device did not erase itself, because the code in the order was wrong.
/// </summary>
internal sealed class DeclineHold(
    TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, DeviceTickets tickets, DeviceLogBook book, AccountDirectory accounts, DeviceMails mails, TimeProvider clock, DevicesLog log)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/decline", async Task<Results<NoContent, RefusalResult>> (
            DeviceEvidence request, HttpContext context, DeclineHold decline, CancellationToken ct) =>
            TypedResults.From(await decline.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("The person at the device does not want the hold that was offered");

    public Task<Refusal?> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => DeclineAsync(evidence, ct)), ct);

    private async Task<Refusal?> DeclineAsync(string evidence, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Decline, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var refusal = await EndAsync(checkedEvidence.Value, ct);
        await db.SaveChangesAsync(ct);
        return refusal;
    }

    private async Task<Refusal?> EndAsync(ProvenEvidence proven, CancellationToken ct)
    {
        var device = proven.Device;
        if (await tickets.NamedByAsync(proven, ct) is not { } ticket)
        {
            return EvidenceRefusals.Untrusted;
        }

        if (ticket.Kind == TicketKind.Erase)
        {
            await RefuseEraseAsync(device, ticket, ct);
            return null;
        }

        var (holder, holding) = (device.Holder, await db.HoldingOfAsync(device, ct));
        if (device.Decline(ticket, proven.Evidence.Epoch, holding) is { } refusal)
        {
            return refusal;
        }

        if (holding is null || device.State != Domain.Devices.DeviceState.Free)
        {
            // Said before, and over.
            return null;
        }

        holding.End(clock.GetUtcNow());
        await book.AppendAsync(device, DeviceEvents.Declined, ticket.Id, by: null, ct);
        if (holder is { } former)
        {
            await mails.HoldDeclinedAsync(await accounts.GetAsync(former, ct), device, ct);
        }

        log.HoldDeclined(device.Id, device.Epoch);
        return null;
    }

    // The device is held and stays so, whatever it says of its holding here.
    private async Task RefuseEraseAsync(Device device, IssuedTicket ticket, CancellationToken ct)
    {
        if (device.RefuseErase(ticket))
        {
            await book.AppendAsync(device, DeviceEvents.EraseRefused, ticket.Id, by: null, ct);
            if (device.Holder is { } told)
            {
                await mails.EraseRefusedAsync(told, device, ct);
            }
        }
    }
}
