using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Request = Tenure.Client.Cases.ProveCaseDevice;

namespace Tenure.Server.Cases;

/// <summary>
/// A device signs for a case: the device itself in a release, a device that the account holds in a recovery, which counts more where its screen lock was opened for this very case. Another device changes nothing,
/// and nothing says so: it would tell who holds what.
/// </summary>
internal sealed class ProveCaseDevice(CaseDoor door, CaseChange change, EvidenceCheck check, CaseDevices devices)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/device", async Task<Results<NoContent, RefusalResult>> (string number, Request request, [FromHeader(Name = CaseDoor.Header)] string? secret, HttpContext context, ProveCaseDevice prove, CancellationToken ct) =>
            TypedResults.From(await prove.ExecuteAsync(number, secret, request.Evidence, context.CallerNetwork, ct)))
        .WithSummary("Show that a device is at hand");

    public async Task<Refusal?> ExecuteAsync(string number, string? secret, string evidence, Network network, CancellationToken ct)
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

        var signed = await check.ReadAsync(evidence, EvidencePurpose.Case, network, ct);
        if (signed.Refusal is { } untrusted)
        {
            return untrusted;
        }

        var (id, said) = (signed.Value.Device.Id, signed.Value.Evidence);
        // Evidence for another case is none for this one.
        if (said.CaseNumber is { } of && of != found.Value.Number)
        {
            return CaseRefusals.Elsewhere;
        }

        var device = await devices.FindAsync(id, ct);
        var isUnlocked = said.IsScreenUnlocked && said.CaseNumber is not null && signed.Value.Fits() is null;
        return await change.ExecuteAsync(
            number,
            secret,
            one =>
            {
                if (one.Kind == CaseKind.Release ? one.DeviceId == id : one.AccountId is { } account && device is { State: DeviceState.Held } && device.Holder == account)
                {
                    if (one.Kind == CaseKind.Recovery && isUnlocked)
                    {
                        one.NoteUnlocked(id);
                    }
                    else
                    {
                        one.NoteSigned();
                    }
                }

                return Task.FromResult<Refusal?>(null);
            },
            ct);
    }
}
