using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform.Problems;
using Request = Tenure.Client.Cases.ProveCaseDevice;

namespace Tenure.Server.Cases;

/// <summary>A device signs for a case: the device itself in a release, a device that the account holds in a recovery. Another device changes nothing, and nothing says so: it would tell who holds what.</summary>
internal sealed class ProveCaseDevice(CaseDoor door, CaseChange change, EvidenceCheck check, CaseDevices devices)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/device", async Task<Results<NoContent, RefusalResult>> (string number, Request request, [FromHeader(Name = CaseDoor.Header)] string? secret, ProveCaseDevice prove, CancellationToken ct) =>
            TypedResults.From(await prove.ExecuteAsync(number, secret, request.Evidence, ct)))
        .WithSummary("Show that a device is at hand");

    public async Task<Refusal?> ExecuteAsync(string number, string? secret, string evidence, CancellationToken ct)
    {
        if (WellFormedText.Check(evidence, "evidence") is { } malformed)
        {
            return malformed;
        }

        var found = await door.FindAsync(number, secret, ct);
        if (found.Refusal is { } unknown)
        {
            return unknown;
        }

        if (!found.Value.TakesEvidence)
        {
            return CaseRefusals.TakesNoEvidence;
        }

        var signed = await check.VerifyAsync(evidence, EvidencePurpose.Case, ct);
        if (signed.Refusal is { } untrusted)
        {
            return untrusted;
        }

        var device = await devices.FindAsync(signed.Value, ct);
        return await change.ExecuteAsync(
            number,
            secret,
            one =>
            {
                if (one.Kind == CaseKind.Release ? one.DeviceId == signed.Value : one.AccountId is { } account && device is { State: DeviceState.Held } && device.Holder == account)
                {
                    one.NoteSigned();
                }

                return Task.FromResult<Refusal?>(null);
            },
            ct);
    }
}
