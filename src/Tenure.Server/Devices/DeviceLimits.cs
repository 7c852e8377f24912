using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices;

/// <summary>
/// Bounds what is written for devices without anybody signed in. A network is counted for what it adds and for what proves nothing; a device that proves itself is
/// counted by itself alone, so that no stranger on its network can hold it up.
/// </summary>
internal sealed class DeviceLimits(TenureDb db, RateLimits limits, IOptions<DeviceOptions> options, TimeProvider clock)
{
    /// <summary>Counts a device that is about to be added.</summary>
    public Task<Refusal?> TakeNewAsync(Network network, CancellationToken ct) => limits.TakeAsync(RateLimit.Hourly(options.Value.NewPerNetwork), "new-device", network.Prefix, ct);

    /// <summary>Counts a device that nobody holds and that asks how it stands: made-up devices cost nothing, so they count together.</summary>
    public Task<Refusal?> TakeFreeSyncAsync(Network network, CancellationToken ct) => limits.TakeAsync(RateLimit.Hourly(options.Value.FreeSyncsPerNetwork), "free-sync", network.Prefix, ct);

    /// <summary>Counts a device that is about to be opened without an account: as <see cref="TakeFreeSyncAsync"/>, nobody can tell which of them are made up.</summary>
    public Task<Refusal?> TakeOpenAsync(Network network, CancellationToken ct) => limits.TakeAsync(RateLimit.Hourly(options.Value.OpensPerNetwork), "open-ticket", network.Prefix, ct);

    /// <summary>Whether a device may be told once more how far its count was.</summary>
    public Task<Refusal?> CheckRecountsAsync(Device device, CancellationToken ct) => CheckAsync(RateLimit.Daily(options.Value.RecountsPerDevice), device, TicketKind.Recount, ct);

    /// <summary>Counts a device that is behind and is told nothing: each time is written into a log that is never shortened.</summary>
    public Task<Refusal?> TakeSetbackAsync(Device device, CancellationToken ct) => limits.TakeAsync(RateLimit.Daily(options.Value.RecountsPerDevice), "setback", device.Id.Value, ct);

    /// <summary>Whether a device may have one more ticket. Only for a device that proved itself: else anybody could use its tickets up.</summary>
    public Task<Refusal?> CheckTicketsAsync(Device device, TicketKind kind, CancellationToken ct) => CheckAsync(RateLimit.Hourly(options.Value.TicketsPerDevice), device, kind, ct);

    private async Task<Refusal?> CheckAsync(RateLimit limit, Device device, TicketKind kind, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = now - limit.Window;
        var latest = await db.IssuedTickets.Where(t => t.DeviceId == device.Id && t.Kind == kind && t.IssuedAt > since)
            .OrderByDescending(t => t.IssuedAt).Select(t => t.IssuedAt).Take(limit.Most).ToListAsync(ct);
        return latest.Count == 0 ? null : limit.Check(latest.Count, latest[^1] + limit.Window, now);
    }

    /// <summary>Does a piece of work that begins with evidence; where that proved nothing, the network is counted.</summary>
    public async Task<Answer<T>> RunAsync<T>(Network network, Func<Task<Answer<T>>> work, CancellationToken ct)
        where T : notnull
    {
        var answer = await work();
        return await CountAsync(network, answer.Refusal, ct) is { } tooMany ? tooMany : answer;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public async Task<Refusal?> RunAsync(Network network, Func<Task<Refusal?>> work, CancellationToken ct)
    {
        var refusal = await work();
        return await CountAsync(network, refusal, ct) ?? refusal;
    }

    private async Task<Refusal?> CountAsync(Network network, Refusal? refusal, CancellationToken ct) => refusal is not null && ProvesNothing(refusal)
        ? await limits.TakeAsync(RateLimit.Hourly(options.Value.RefusedPerNetwork), "refused-evidence", network.Prefix, ct)
        : null;

    private static bool ProvesNothing(Refusal refusal) =>
        refusal == EvidenceRefusals.Malformed || refusal == EvidenceRefusals.Untrusted || refusal == EvidenceRefusals.NonceSpent || refusal == DeviceRefusals.EvidenceReplayed;
}
