using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
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

/// <summary>An erase ticket for a device whose holder ordered it. Nobody needs to be signed in: only the device itself can use it.</summary>
internal sealed class GetEraseTicket(
    TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, DeviceTickets tickets, DeviceLogBook book, AccountDirectory accounts,
    TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/erase-ticket", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            DeviceEvidence request, HttpContext context, GetEraseTicket get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("An erase ticket for a device whose holder ordered it");

    public Task<Answer<DeviceTicket>> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => IssueAsync(evidence, ct)), ct);

    private async Task<Answer<DeviceTicket>> IssueAsync(string evidence, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Erase, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        if (await limits.CheckTicketsAsync(proven.Device, TicketKind.Erase, ct) is { } tooMany)
        {
            return tooMany;
        }

        // The order may be a day old: who was robbed of the account since must not lose what is on the phone, too.
        var early = proven.Device.Holder is { } holder ? await accounts.RefuseQuietAsync(holder, ct) : null;
        if ((proven.Device.MayIssueEraseTicket(clock.GetUtcNow()) ?? proven.Fits() ?? early) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        var made = await tickets.EraseAsync(proven, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        var (id, ticket) = made.Value;
        await book.AppendAsync(proven.Device, DeviceEvents.EraseTicketIssued, id, by: null, ct);
        await db.SaveChangesAsync(ct);
        return new DeviceTicket(ticket);
    }
}
