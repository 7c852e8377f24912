using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Audit;

/// <summary>The last checkpoint of the log, and the proof that it grew out of the one that the caller has seen. For everybody: a log that is shown to some only proves nothing.</summary>
internal sealed class GetCheckpoint(LogProofs proofs, LogGrowth growth, LogSuccessions successions, LogLimits limits)
{
    public static void Map(IEndpointRouteBuilder log, IEndpointRouteBuilder device)
    {
        log.MapGet("/checkpoint", async Task<Results<Ok<LogCheckpoint>, RefusalResult>> (
                [Description("Entries of a checkpoint that the caller has seen; the answer proves that the log grew out of it")] string? since,
                HttpContext context, GetCheckpoint get, CancellationToken ct) =>
                TypedResults.From(await get.ExecuteAsync(since, context.CallerNetwork, ct)))
            .AllowAnonymous().WithSummary("The last signed checkpoint of the log of all devices");
        device.MapGet("/log/checkpoint", async Task<Results<Ok<LogCheckpoint>, RefusalResult>> (
                [Description("Entries of a checkpoint that the device has seen")] string? since, GetCheckpoint get, CancellationToken ct) =>
                TypedResults.From(await get.ExecuteAsync(since, network: null, ct)))
            .RequireAuthorization(Policies.Device).WithSummary("The same for a device with its token, whatever others on its network ask");
    }

    /// <param name="since">A number of entries, or <c>null</c>.</param>
    /// <param name="network">Who is counted for it; <c>null</c> for a device that has shown its token.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<LogCheckpoint>> ExecuteAsync(string? since, Network? network, CancellationToken ct)
    {
        if (!TryParse(since, out var seen))
        {
            return WellFormedText.Malformed("since");
        }

        // The checkpoint alone is one row for everybody; a proof is made anew each time.
        if (seen is not null && network is { } counted && await limits.TakeAsync(counted, ct) is { } tooMany)
        {
            return tooMany;
        }

        var latest = await LatestAsync(ct);
        if (latest.Refusal is { } refusal)
        {
            return refusal;
        }

        if (seen is null)
        {
            return latest.Value.ToClient(proof: null, successions.All);
        }

        // Who has seen more has seen another log, or this one when it was longer.
        return seen <= latest.Value.Size ? latest.Value.ToClient(await proofs.ExtensionAsync(seen.Value, latest.Value.Size, ct), successions.All) : LogRefusals.Shorter;
    }

    // A server that has just begun signs its first one now: a phone that asks at once needs not come back.
    private async Task<Answer<KeptCheckpoint>> LatestAsync(CancellationToken ct)
    {
        var latest = await proofs.LatestAsync(ct);
        if (latest.Refusal is null)
        {
            return latest;
        }

        try
        {
            await growth.RunAsync(ct);
        }
        catch (Exception e) when (e is DbUpdateException or LogNotSignedException)
        {
            // Somebody else did, or nobody can yet.
        }

        return await proofs.LatestAsync(ct);
    }

    private static bool TryParse(string? text, out long? number)
    {
        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        return text is null || number is not null;
    }
}
