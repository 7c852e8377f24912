using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The holder lets a phone go that asks for it: signing out on it, with the password and evidence of the phone itself.</summary>
/// <remarks>
/// First the consent is saved, then the ticket made that proves it. Where the second fails the consent stands, as after a removal on the page: the phone frees itself at its next contact, or the holder tries again.
/// </remarks>
internal sealed class ReleaseDevice(
    TenureDb db, Contention contention, EvidenceCheck check, PasswordStepUp stepUp, GrantRelease grant, IssueReleaseTicket issue, TicketSigner signer)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/release", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            Client.Devices.ReleaseDevice request, CurrentAccount caller, ReleaseDevice release, CancellationToken ct) =>
            TypedResults.From(await release.ExecuteAsync(caller, request, ct)))
        .RequireAuthorization(Policies.HolderOfDevices).WithSummary("Sign out on the phone: a release ticket");

    /// <summary>Signing out on the phone itself, online. A question that came without a network is answered for a device alone that was let go with two proofs: whoever has phone and password could bring one.</summary>
    /// <param name="caller">Who consents.</param>
    /// <param name="request">What the phone asks, and the password.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<DeviceTicket>> ExecuteAsync(CurrentAccount caller, Client.Devices.ReleaseDevice request, CancellationToken ct)
    {
        // Outside of the unit of work: hashing takes long, and a typo must not use the evidence up.
        if (await stepUp.CheckAsync(caller, request.Password, ct) is { } wrong)
        {
            return wrong;
        }

        if (!await signer.IsReadyAsync(SignerPurpose.Release, ct))
        {
            return SigningRefusals.Unavailable;
        }

        var granted = await contention.RunAsync(() => GrantAsync(caller.Id, request, ct));
        return granted.Refusal is { } refusal ? refusal : await contention.RunAsync(() => IssueAsync(granted.Value, ct));
    }

    private async Task<Answer<ProvenEvidence>> GrantAsync(AccountId holder, Client.Devices.ReleaseDevice request, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(request.Evidence, EvidencePurpose.Release, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        var refusal = proven.Fits() ?? await grant.ExecuteAsync(proven.Device, holder, request.Erase, "phone", ct);
        await db.SaveChangesAsync(ct);
        return refusal is not null ? refusal : proven;
    }

    // Its nonce is spent, and was spent for this: only how the device stands is looked at again.
    private async Task<Answer<DeviceTicket>> IssueAsync(ProvenEvidence granted, CancellationToken ct)
    {
        var device = await db.Devices.FirstAsync(d => d.Id == granted.Device.Id, ct);
        return await issue.ExecuteAsync(granted with { Device = device }, ct);
    }
}
