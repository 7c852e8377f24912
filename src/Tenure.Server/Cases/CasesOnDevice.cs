using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Cases;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using DeviceEvidence = Tenure.Client.Devices.DeviceEvidence;

namespace Tenure.Server.Cases;

/// <summary>
/// The cases about an account, on the devices that it holds: each shows them and objects, once its screen lock was opened and while its holder has it. Whoever found the device learns nothing and says nothing.
/// </summary>
internal sealed class CasesOnDevice(EvidenceCheck check, HolderCases cases, ContestCase contest, AnnounceCase announce)
{
    public static void Map(IEndpointRouteBuilder device)
    {
        device.MapPost("", async Task<Results<Ok<CaseAboutMe[]>, RefusalResult>> (DeviceEvidence request, HttpContext context, CasesOnDevice on, CancellationToken ct) =>
                TypedResults.From(await on.ListAsync(request.Evidence, context.CallerNetwork, ct)))
            .WithSummary("Cases of others about the account that holds the device");
        device.MapPost("/objection", async Task<Results<NoContent, RefusalResult>> (DeviceEvidence request, HttpContext context, CasesOnDevice on, CancellationToken ct) =>
                TypedResults.From(await on.ObjectAsync(request.Evidence, context.CallerNetwork, ct)))
            .WithSummary("Object, on the device, to a case about its holder's account or devices");
    }

    public async Task<Answer<CaseAboutMe[]>> ListAsync(string evidence, Network network, CancellationToken ct)
    {
        var (refusal, holder, _) = await HolderAsync(evidence, network, ct);
        return refusal is not null ? refusal : await cases.ShowAsync(holder, ct);
    }

    /// <summary>Objects to the case that the evidence names; each device once a case.</summary>
    public async Task<Refusal?> ObjectAsync(string evidence, Network network, CancellationToken ct)
    {
        var (refusal, holder, said) = await HolderAsync(evidence, network, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        var found = await cases.FindAsync(holder, said!.Evidence.CaseNumber ?? "", ct);
        return found.Refusal ?? await contest.ExecuteAsync(found.Value.Id, announce.ChannelOf(said.Device.Id), ct);
    }

    // Only the device in the hand of its holder counts: held, not lost, in the holding that it names, with its screen unlocked.
    private async Task<(Refusal? Refusal, AccountId Holder, ProvenEvidence? Said)> HolderAsync(string evidence, Network network, CancellationToken ct)
    {
        if (WellFormedText.Check(evidence, "evidence") is { } malformed)
        {
            return (malformed, default, null);
        }

        var read = await check.ReadAsync(evidence, EvidencePurpose.Case, network, ct);
        if (read.Refusal is { } untrusted)
        {
            return (untrusted, default, null);
        }

        return read.Value is { Device: { State: DeviceState.Held, Holder: { } holder }, Evidence.IsScreenUnlocked: true } said && said.Fits() is null ? (null, holder, said) : (CaseRefusals.DeviceLocked, default, null);
    }
}
