using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices;

/// <summary>Whoever has the release code of a sealed device lets it go: it erases its data at its next contact, and is free. Nobody needs an account; the code works once.</summary>
internal sealed class BreakSeal(TenureDb db, Contention contention, DeviceSeals seals, RateLimits limits, DeviceLogBook book, TimeProvider clock, DevicesLog log)
{
    /// <summary>Tries of a network in an hour. Nobody guesses 130 bits; it bounds the work.</summary>
    private static readonly RateLimit OfNetwork = RateLimit.Hourly(20);

    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/api/v1/sealed-devices/release", async Task<Results<Ok<SealBroken>, RefusalResult>> (Client.Devices.BreakSeal request, HttpContext context, BreakSeal seal, CancellationToken ct) =>
            TypedResults.From(await seal.ExecuteAsync(request.Code, context.CallerNetwork, ct)))
        .WithTags("Devices").AllowAnonymous().WithSummary("Let a sealed device go with its release code");

    public async Task<Answer<SealBroken>> ExecuteAsync(string typed, Network network, CancellationToken ct)
    {
        if (RecoveryCodeText.Read(typed, out var code) is { } mistyped)
        {
            return mistyped with { Field = "code" };
        }

        if (await limits.TakeAsync(OfNetwork, "break-seal", network.Prefix, ct) is { } tooMany)
        {
            return tooMany;
        }

        return await contention.RunAsync<SealBroken>(async () =>
        {
            if (await seals.FindAsync(code, ct) is not { } seal || await db.Devices.FirstOrDefaultAsync(d => d.Id == seal.DeviceId, ct) is not { } device || device.HoldingId != seal.HoldingId)
            {
                return DeviceRefusals.NotSealed;
            }

            if (device.BreakSeal(clock.GetUtcNow()) is { } refusal)
            {
                return refusal;
            }

            db.DeviceSeals.Remove(seal);
            await book.AppendAsync(device, DeviceEvents.ReleaseGranted, ticket: null, "page", ct);
            await db.SaveChangesAsync(ct);
            log.SealBroken(device.Id);
            return new SealBroken(device.Model);
        });
    }
}
