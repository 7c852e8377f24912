using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>A ticket under which a device that nobody holds is used without an account, where its maker allows that. Nobody needs to be signed in: only the device itself can use it.</summary>
internal sealed class GetOpenTicket(TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, OpenModels models, DeviceTickets tickets, DeviceLogBook book)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/open-ticket", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            DeviceEvidence request, HttpContext context, GetOpenTicket get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("A ticket to use a device without an account");

    public Task<Answer<DeviceTicket>> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => IssueAsync(evidence, network, ct)), ct);

    private async Task<Answer<DeviceTicket>> IssueAsync(string evidence, Network network, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Open, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        if (await limits.CheckTicketsAsync(proven.Device, TicketKind.Open, ct) is { } tooMany)
        {
            return tooMany;
        }

        if ((await models.CheckAsync(proven.Device, ct) ?? proven.Fits()) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        if (await limits.TakeOpenAsync(network, ct) is { } tooManyHere)
        {
            return tooManyHere;
        }

        var made = await tickets.OpenAsync(proven, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        // Saved with the device's counters: of an activation at the same moment only one is saved first, and the other is decided anew.
        var (id, ticket) = made.Value;
        await book.AppendAsync(proven.Device, DeviceEvents.OpenTicketIssued, id, by: null, ct);
        await db.SaveChangesAsync(ct);
        return new DeviceTicket(ticket);
    }
}
