using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using DeviceState = Tenure.Domain.Devices.DeviceState;

namespace Tenure.Server.Devices;

/// <summary>Tells a held device whether it is lost: a ticket that locks it and says so, or one that ends it.</summary>
internal sealed class GetLostTicket(TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, DeviceTickets tickets, DeviceLogBook book)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/lost-ticket", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            DeviceEvidence request, HttpContext context, GetLostTicket get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("A ticket that says whether the device is lost");

    public Task<Answer<DeviceTicket>> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => IssueAsync(evidence, ct)), ct);

    private async Task<Answer<DeviceTicket>> IssueAsync(string evidence, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Lost, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        var isLost = proven.Device.State is DeviceState.Lost or DeviceState.Sealed;
        if (await limits.CheckTicketsAsync(proven.Device, isLost ? TicketKind.Lost : TicketKind.Found, ct) is { } tooMany)
        {
            return tooMany;
        }

        if (Refuse(proven) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        var made = isLost ? await tickets.LostAsync(proven, ct) : await tickets.FoundAsync(proven, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        await book.AppendAsync(proven.Device, isLost ? DeviceEvents.LostTicketIssued : DeviceEvents.FoundTicketIssued, made.Value.Id, by: null, ct);
        await db.SaveChangesAsync(ct);
        return new DeviceTicket(made.Value.Text);
    }

    private static Refusal? Refuse(ProvenEvidence proven) => proven.Device.State == DeviceState.Free ? DeviceRefusals.NotHeld : proven.Fits();
}
