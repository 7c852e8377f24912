using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The holder lets a phone go that asks for it: signing out on it, or where it has no network and its question was brought to the page. With the password, and evidence of the phone itself.</summary>
internal sealed class ReleaseDevice(
    TenureDb db, Contention contention, EvidenceCheck check, PasswordStepUp stepUp, GrantRelease grant, DeviceTickets tickets, DeviceLogBook book)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/release", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            Client.Devices.ReleaseDevice request, CurrentAccount caller, ReleaseDevice release, CancellationToken ct) =>
            TypedResults.From(await release.ExecuteAsync(caller, request, ct)))
        .RequireAuthorization(Policies.HolderOfDevices).WithSummary("Sign out on the phone: a release ticket");

    /// <param name="caller">Who consents.</param>
    /// <param name="request">What the phone asks, and the password.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="meant">The only device that will do; <c>null</c> for any that the caller holds.</param>
    public async Task<Answer<DeviceTicket>> ExecuteAsync(CurrentAccount caller, Client.Devices.ReleaseDevice request, CancellationToken ct, DeviceId? meant = null)
    {
        // Outside of the unit of work: hashing takes long, and a typo must not use the evidence up.
        if (await stepUp.CheckAsync(caller, request.Password, ct) is { } wrong)
        {
            return wrong;
        }

        return await contention.RunAsync(() => ReleaseAsync(caller.Id, request, meant, ct));
    }

    private async Task<Answer<DeviceTicket>> ReleaseAsync(AccountId holder, Client.Devices.ReleaseDevice request, DeviceId? meant, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(request.Evidence, EvidencePurpose.Release, ct, offline: true);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        if (meant is { } device && proven.Device.Id != device)
        {
            return EvidenceRefusals.Untrusted;
        }

        var by = proven.Evidence.ServerNonce is null ? "page" : "phone";
        if ((proven.Fits() ?? await grant.ExecuteAsync(proven.Device, holder, request.Erase, by, ct)) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        var made = await tickets.ReleaseAsync(proven, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        var (id, ticket) = made.Value;
        await book.AppendAsync(proven.Device, DeviceEvents.ReleaseTicketIssued, id, by: null, ct);
        await db.SaveChangesAsync(ct);
        return new DeviceTicket(ticket);
    }
}
