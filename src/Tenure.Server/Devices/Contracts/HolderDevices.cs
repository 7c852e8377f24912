using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Devices.Manifests;

namespace Tenure.Server.Devices.Contracts;

/// <summary>A device of an account, for another capability's unit of work.</summary>
internal sealed class HolderDevices(TenureDb db)
{
    /// <summary>The device, tracked; <c>null</c> when it is another's, or there is none.</summary>
    public Task<Device?> FindAsync(AccountId holder, DeviceId id, CancellationToken ct) => db.Devices.OfAsync(holder, id, ct);

    /// <summary>The device, tracked, whosever it is: for who has it there.</summary>
    public Task<Device?> FindAnyAsync(DeviceId id, CancellationToken ct) => db.Devices.FirstOrDefaultAsync(d => d.Id == id, ct);

    /// <summary>These devices as they are now, whosever they are.</summary>
    public Task<Dictionary<DeviceId, Device>> AllAsync(IReadOnlyCollection<DeviceId> ids, CancellationToken ct) =>
        db.Devices.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);

    /// <summary>Whether another account held it since then.</summary>
    public Task<bool> WasOthersSinceAsync(AccountId holder, DeviceId id, DateTimeOffset since, CancellationToken ct) =>
        db.Holdings.AnyAsync(h => h.DeviceId == id && h.Holder != holder && h.BeganAt > since, ct);

    /// <summary>What is known of it before it is asked: its maker's word, or else its own.</summary>
    public async Task<FirmwareFacts> FactsAsync(Device device, CancellationToken ct)
    {
        var attested = await db.AttestedDevices.AsNoTracking().FirstOrDefaultAsync(d => d.DeviceId == device.Id, ct);
        var claims = await db.DeviceClaims.AsNoTracking().FirstOrDefaultAsync(c => c.DeviceId == device.Id, ct);
        // An index only rises: what the device says itself may be higher than what it left the factory with.
        Dictionary<uint, ulong> indexes = [];
        foreach (var (location, index) in ReadIndexes(attested?.RollbackIndexes).Concat(ReadIndexes(claims?.RollbackIndexes)))
        {
            indexes[location] = Math.Max(indexes.GetValueOrDefault(location), index);
        }

        return new FirmwareFacts(attested?.Model ?? device.Model, (attested?.Region ?? claims?.Region) is { } region ? [region] : [], indexes);
    }

    // As they are stored: location=index, joined by a comma and a space.
    private static IEnumerable<(uint Location, ulong Index)> ReadIndexes(string? text) =>
        from pair in (text ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=')
        where parts.Length == 2
        select (uint.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), ulong.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
}
