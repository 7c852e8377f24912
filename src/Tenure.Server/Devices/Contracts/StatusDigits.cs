using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Devices.Status;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices.Contracts;

/// <summary>The eight digits that a phone shows: whoever types them has it in hand.</summary>
/// <remarks>Nothing is looked up by a serial number or an IMEI: who wants to ask about a device must have it, unlocked or locked, and switched on.</remarks>
internal sealed class StatusDigits(TenureDb db, RateLimits limits, Pepper pepper, TimeProvider clock)
{
    private static readonly RateLimit PerNetwork = RateLimit.Hourly(30);

    /// <summary>Uses digits up; gives the device as it is now. Refuses with <c>status_code_wrong</c> or <c>rate_limited</c>.</summary>
    /// <param name="typed">The digits as typed.</param>
    /// <param name="network">Who asks.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<Device>> TakeAsync(string typed, Network network, CancellationToken ct)
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
        return found is null || await db.Set<StatusCode>().Where(c => c.DeviceId == found.DeviceId && c.Hash == hash).ExecuteDeleteAsync(ct) == 0
            ? DeviceRefusals.StatusCodeWrong
            : await db.Devices.AsNoTracking().FirstAsync(d => d.Id == found.DeviceId, ct);
    }
}
