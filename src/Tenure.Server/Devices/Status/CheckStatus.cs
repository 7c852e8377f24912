using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using DeviceState = Tenure.Domain.Devices.DeviceState;

namespace Tenure.Server.Devices.Status;

/// <summary>A buyer asks how a device stands that they have in hand: by the digits that it shows, once, without an account. Free, held or lost, and whether any system may start on it; nothing else.</summary>
internal sealed class CheckStatus(StatusDigits digits)
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/api/v1/status-checks", async Task<Results<Ok<DeviceStatus>, RefusalResult>> (CheckDeviceStatus request, HttpContext context, CheckStatus check, CancellationToken ct) =>
            TypedResults.From(await check.ExecuteAsync(request.Code, context.CallerNetwork, ct)))
        .AllowAnonymous().WithTags("Status check").WithSummary("How a device stands whose eight digits one sees");

    /// <param name="typed">The digits as typed.</param>
    /// <param name="network">Who asks.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<DeviceStatus>> ExecuteAsync(string typed, Network network, CancellationToken ct)
    {
        var taken = await digits.TakeAsync(typed, network, ct);
        return taken.Refusal is { } refusal ? refusal : new DeviceStatus(NameOf(taken.Value.State), taken.Value.UnlockTicketAt is not null);
    }

    // One that is being let go is its holder's still; one that is sealed was lost when its holder left.
    private static string NameOf(DeviceState state) => state switch
    {
        DeviceState.Free => "free",
        DeviceState.Lost or DeviceState.Sealed => "lost",
        DeviceState.Held or DeviceState.Releasing => "held",
    };
}
