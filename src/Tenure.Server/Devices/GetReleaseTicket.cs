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

/// <summary>A release ticket for a new challenge under the holder's consent. Nobody needs to be signed in: only the device itself can use it.</summary>
internal sealed class GetReleaseTicket(
    TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, IssueReleaseTicket issue, DeviceLogBook book, AccountDirectory accounts, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/release-ticket", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            DeviceEvidence request, HttpContext context, GetReleaseTicket get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("A release ticket for a device that is being released");

    public Task<Answer<DeviceTicket>> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => IssueAsync(evidence, ct)), ct);

    /// <summary>Whether a question is one of this device; uses nothing up.</summary>
    public async Task<Refusal?> LookAsync(string question, DeviceId meant, CancellationToken ct)
    {
        var asked = await check.LookAsync(question, EvidencePurpose.Release, ct);
        return asked.Refusal ?? (asked.Value == meant ? null : EvidenceRefusals.Untrusted);
    }

    private async Task<Answer<DeviceTicket>> IssueAsync(string evidence, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Release, ct, offline: true);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        if (await limits.CheckTicketsAsync(proven.Device, TicketKind.Release, ct) is { } tooMany)
        {
            return tooMany;
        }

        // Consent was given up to 30 days ago: who was robbed of the account since must not lose the phone, too.
        var early = proven.Device.Holder is { } holder ? await accounts.RefuseFarReachingAsync(holder, ct) : null;
        if (proven.Device.RenewAbandoned(clock.GetUtcNow()))
        {
            // Whose account is gone gives no consent anew, and gave the device up for good.
            await book.AppendAsync(proven.Device, DeviceEvents.ReleaseGranted, ticket: null, "page", ct);
            await db.SaveChangesAsync(ct);
        }

        if ((proven.Device.MayIssueReleaseTicket(clock.GetUtcNow()) ?? proven.Fits() ?? early) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        return await issue.ExecuteAsync(proven, ct);
    }
}
