using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Manifests;

/// <summary>Devices that say they are one which a maker made with another key.</summary>
internal sealed class DuplicateDevices(TenureDb db, TimeProvider clock)
{
    /// <summary>Whether a manifest gives to another key what a device says that is not known yet. If so, that is noted for the operator in the caller's unit of work.</summary>
    /// <param name="id">Who says it.</param>
    /// <param name="model">Its model.</param>
    /// <param name="facts">What it says.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<bool> NoteAsync(DeviceId id, string model, DeviceFacts facts, CancellationToken ct)
    {
        var others = await OthersAsync(id, model, facts, ct);
        foreach (var (device, field) in others)
        {
            if (await db.Duplicates.FindAsync([device, id, field], ct) is { } known)
            {
                known.SayAgain(clock.GetUtcNow());
            }
            else
            {
                db.Duplicates.Add(new DeviceDuplicate(device, id, field, clock.GetUtcNow()));
            }
        }

        return others.Count > 0;
    }

    // Every device that is new asks this once.
    private async Task<List<(DeviceId Device, DuplicateField Field)>> OthersAsync(DeviceId id, string model, DeviceFacts facts, CancellationToken ct)
    {
        var imeis = facts.Imeis ?? [];
        if (facts.Serial is null && imeis.Count == 0)
        {
            return [];
        }

        var sql = "SELECT device_id, 1 FROM manifest_devices WHERE serial = $2 AND model = $3 AND device_id <> $1";
        if (imeis.Count > 0)
        {
            sql += $" UNION SELECT device_id, 0 FROM manifest_imeis WHERE imei IN ({string.Join(", ", imeis.Select((_, i) => $"${i + 4}"))}) AND device_id <> $1";
        }

        return await db.ReadAsync(
            // Nobody's serial number is empty.
            new(sql, [id.Value, facts.Serial ?? "", model, .. imeis.Select(i => i.Digits)]),
            row => (new DeviceId(row.GetString(0)), row.GetInt32(1) == 1 ? DuplicateField.Serial : DuplicateField.Imei), ct);
    }

    /// <summary>Known devices that say a serial number or an IMEI which a manifest gives to another key.</summary>
    /// <param name="devices">Among which.</param>
    /// <param name="attested">By whose records.</param>
    public IQueryable<DeviceId> Contradicted(IQueryable<Device> devices, IQueryable<AttestedDevice> attested) =>
        (from device in devices
         join claims in db.DeviceClaims on device.Id equals claims.DeviceId
         join other in attested on new { claims.Serial, device.Model } equals new { Serial = (string?)other.Serial, other.Model }
         where other.DeviceId != device.Id
         select device.Id)
        .Union(
            from device in devices
            join claimed in db.ClaimedImeis on device.Id equals claimed.DeviceId
            join imei in db.AttestedImeis on claimed.Imei equals imei.Imei
            join other in attested on imei.DeviceId equals other.DeviceId
            where other.DeviceId != device.Id
            select device.Id);
}
