using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.SignIn.Contracts;
using DeviceState = Tenure.Domain.Devices.DeviceState;

namespace Tenure.Server.Devices.Status;

/// <summary>A buyer asks how a device stands that they have in hand: by the digits that it shows, once, without an account. Free, held or lost, and whether any system may start on it; nothing else.</summary>
/// <remarks>Nothing is looked up by a serial number or an IMEI: who wants to ask about a device must have it, unlocked or locked, and switched on.</remarks>
internal sealed class CheckStatus(TenureDb db, RateLimits limits, Pepper pepper, TimeProvider clock)
{
    private static readonly RateLimit PerNetwork = RateLimit.Hourly(30);

    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/api/v1/status-checks", async Task<Results<Ok<DeviceStatus>, RefusalResult>> (CheckDeviceStatus request, HttpContext context, CheckStatus check, CancellationToken ct) =>
            TypedResults.From(await check.ExecuteAsync(request.Code, context.CallerNetwork, ct)))
        .AllowAnonymous().WithTags("Status check").WithSummary("How a device stands whose eight digits one sees");

    /// <param name="typed">The digits as typed.</param>
    /// <param name="network">Who asks.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<DeviceStatus>> ExecuteAsync(string typed, Network network, CancellationToken ct)
    {
        if (WellFormedText.Check(typed, "code") is { } malformed)
        {
            return malformed;
        }

        // Counted whatever it is: a guess costs as much as a question.
        if (await limits.TakeAsync(PerNetwork, "status-check", network.Prefix, ct) is { } tooOften)
        {
            return tooOften;
        }

        if (StatusCode.Read(typed) is not { } digits)
        {
            return DeviceRefusals.StatusCodeWrong;
        }

        var (hash, now) = (ShowStatusCode.HashOf(pepper, digits), clock.GetUtcNow());
        var found = await db.Set<StatusCode>().AsNoTracking().FirstOrDefaultAsync(c => c.Hash == hash && c.EndsAt > now, ct);
        // Of two that use the same digits at once, one does.
        if (found is null || await db.Set<StatusCode>().Where(c => c.DeviceId == found.DeviceId && c.Hash == hash).ExecuteDeleteAsync(ct) == 0)
        {
            return DeviceRefusals.StatusCodeWrong;
        }

        var device = await db.Devices.AsNoTracking().FirstAsync(d => d.Id == found.DeviceId, ct);
        return new DeviceStatus(NameOf(device.State), device.UnlockTicketAt is not null);
    }

    // One that is being let go is its holder's still; one that is sealed was lost when its holder left.
    private static string NameOf(DeviceState state) => state switch
    {
        DeviceState.Free => "free",
        DeviceState.Lost or DeviceState.Sealed => "lost",
        DeviceState.Held or DeviceState.Releasing => "held",
    };
}
