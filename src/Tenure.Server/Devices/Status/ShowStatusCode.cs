using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices.Status;

/// <summary>A device gets eight digits to show to whoever has it in hand, and wants to know before they pay. Held, lost or free: it says so of itself, by fresh evidence.</summary>
internal sealed class ShowStatusCode(TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, RateLimits rates, Pepper pepper, IssuerUrl issuer, TimeProvider clock)
{
    private static readonly RateLimit PerDevice = RateLimit.Hourly(12);

    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/status-code", async Task<Results<Ok<DeviceStatusCode>, RefusalResult>> (DeviceEvidence request, HttpContext context, ShowStatusCode show, CancellationToken ct) =>
            TypedResults.From(await show.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("Eight digits for a status check");

    /// <summary>What the database knows of digits.</summary>
    public static byte[] HashOf(Pepper pepper, string digits) => pepper.Mac("status-code", Encoding.ASCII.GetBytes(digits));

    public Task<Answer<DeviceStatusCode>> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => ShowAsync(evidence, ct)), ct);

    private async Task<Answer<DeviceStatusCode>> ShowAsync(string evidence, CancellationToken ct)
    {
        var proven = await check.ProveAsync(evidence, EvidencePurpose.Status, ct);
        if (proven.Refusal is { } unproven)
        {
            return unproven;
        }

        var (device, now) = (proven.Value.Device.Id, clock.GetUtcNow());
        if (await rates.TakeAsync(PerDevice, "status-code", device.Value, ct) is { } tooOften)
        {
            return tooOften;
        }

        // Drawn anew where another device shows the same: the index lets one of them save.
        var digits = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);
        var hash = HashOf(pepper, digits);
        if (await db.Set<StatusCode>().FirstOrDefaultAsync(c => c.DeviceId == device, ct) is { } code)
        {
            code.Replace(hash, now);
        }
        else
        {
            db.Add(new StatusCode(device, hash, now));
        }

        await db.SaveChangesAsync(ct);
        return new DeviceStatusCode(digits, now + StatusCode.Lifetime, new Uri(issuer.Value, $"check?code={digits}").ToString());
    }
}
