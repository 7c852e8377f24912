using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Audit;

/// <summary>The proof that the log of one size grew out of that of another: for two checkpoints that somebody has.</summary>
internal sealed class GetConsistency(LogProofs proofs, LogLimits limits)
{
    public static void Map(IEndpointRouteBuilder log, IEndpointRouteBuilder device)
    {
        log.MapGet("/consistency", async Task<Results<Ok<LogConsistency>, RefusalResult>> (
                [Description("Entries of the earlier checkpoint")] string? from, [Description("Entries of the later checkpoint")] string? to,
                HttpContext context, GetConsistency get, CancellationToken ct) =>
                TypedResults.From(await get.ExecuteAsync(from, to, context.CallerNetwork, ct)))
            .AllowAnonymous().WithSummary("The proof that one checkpoint of the log grew out of another");
        device.MapGet("/log/consistency", async Task<Results<Ok<LogConsistency>, RefusalResult>> (
                [Description("Entries of the earlier checkpoint")] string? from, [Description("Entries of the later checkpoint")] string? to, GetConsistency get, CancellationToken ct) =>
                TypedResults.From(await get.ExecuteAsync(from, to, network: null, ct)))
            .RequireAuthorization(Policies.Device).WithSummary("The same for a device with its token");
    }

    /// <param name="from">A number of entries.</param>
    /// <param name="to">A number of entries, not fewer.</param>
    /// <param name="network">Who is counted for it; <c>null</c> for a device that has shown its token.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<LogConsistency>> ExecuteAsync(string? from, string? to, Network? network, CancellationToken ct)
    {
        if (!long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return WellFormedText.Malformed("from");
        }

        if (!long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var later) || later < size)
        {
            return WellFormedText.Malformed("to");
        }

        if (network is { } counted && await limits.TakeAsync(counted, ct) is { } tooMany)
        {
            return tooMany;
        }

        var latest = await proofs.LatestAsync(ct);
        if (latest.Refusal is { } refusal)
        {
            return refusal;
        }

        return later <= latest.Value.Size ? new LogConsistency(size, later, (await proofs.ExtensionAsync(size, later, ct)).ToText()) : LogRefusals.Shorter;
    }
}
