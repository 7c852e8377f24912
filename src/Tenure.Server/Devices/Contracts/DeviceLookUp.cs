using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Manifests;

namespace Tenure.Server.Devices.Contracts;

/// <summary>What an operator may see of devices: by a whole id, serial number or IMEI, never by a part; of the holder only the masked name. Whoever calls it writes down that it was looked.</summary>
internal sealed class DeviceLookUp(TenureDb db, AccountDirectory accounts, DuplicateDevices duplicates)
{
    /// <summary>How many devices are shown that have or say the same.</summary>
    public const int Most = 50;

    /// <summary>The devices with exactly this id.</summary>
    public async Task<List<FoundDevice>> FindByIdAsync(string id, CancellationToken ct)
    {
        var device = new DeviceId(id);
        return await db.Devices.AnyAsync(d => d.Id == device, ct) || await db.AttestedDevices.AnyAsync(d => d.DeviceId == device, ct) ? await ToFoundAsync([device], [device], ct) : [];
    }

    /// <summary>The devices of which a maker or they themselves say this serial number, those with a maker's word first.</summary>
    public async Task<List<FoundDevice>> FindBySerialAsync(string serial, CancellationToken ct)
    {
        var attested = await db.AttestedDevices.Where(d => d.Serial == serial).OrderBy(d => d.Model).Select(d => d.DeviceId).Take(Most).ToListAsync(ct);
        var claimed = await db.DeviceClaims.Where(c => c.Serial == serial).OrderBy(c => c.SaidAt).Select(c => c.DeviceId).Take(Most).ToListAsync(ct);
        return await ToFoundAsync(attested, [.. attested, .. claimed], ct);
    }

    /// <summary>The devices of which a maker or they themselves say this IMEI, the one with its maker's word first.</summary>
    /// <param name="imei">14 digits.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<List<FoundDevice>> FindByImeiAsync(string imei, CancellationToken ct)
    {
        var attested = await db.AttestedImeis.Where(i => i.Imei == imei).Select(i => i.DeviceId).ToListAsync(ct);
        var claimed = await db.ClaimedImeis.Where(i => i.Imei == imei).OrderBy(i => i.DeviceId).Select(i => i.DeviceId).Take(Most).ToListAsync(ct);
        return await ToFoundAsync(attested, [.. attested, .. claimed], ct);
    }

    /// <summary>Everything about one device; <c>null</c> when neither the server nor a maker knows it.</summary>
    public async Task<SeenDevice?> LookAsync(DeviceId id, CancellationToken ct)
    {
        var device = await db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct);
        var attested = await db.AttestedDevices.AsNoTracking().FirstOrDefaultAsync(d => d.DeviceId == id, ct);
        if (device is null && attested is null)
        {
            return null;
        }

        var claims = await db.DeviceClaims.AsNoTracking().FirstOrDefaultAsync(c => c.DeviceId == id, ct);
        var said = await db.ClaimedImeis.Where(i => i.DeviceId == id).OrderBy(i => i.Position).Select(i => i.Imei).ToListAsync(ct);
        var confirmed = await db.AttestedImeis.Where(i => i.DeviceId == id).OrderBy(i => i.Position).Select(i => i.Imei).ToListAsync(ct);
        var others = db.ClaimedImeis.Where(i => i.DeviceId != id);
        return new SeenDevice(
            id, device, device?.Holder is { } holder ? (await accounts.GetAsync(holder, ct)).MaskedName : null, claims, said, attested,
            attested is null ? null : await db.Manifests.AsNoTracking().FirstAsync(m => m.Id == attested.ManifestId, ct), confirmed,
            await db.ClaimedImeis.Where(i => i.DeviceId == id).SelectMany(i => others.Where(o => o.Imei == i.Imei)).Select(o => o.DeviceId).Distinct().OrderBy(o => o).Take(Most).ToListAsync(ct),
            await db.Duplicates.AsNoTracking().Where(d => d.DeviceId == id || d.Claimant == id).OrderByDescending(d => d.LastAt).Take(Most).ToListAsync(ct));
    }

    /// <summary>What an operator should know of: refused duplicates, and known devices that a maker's word stands against; the latest of each.</summary>
    public async Task<DeviceCases> CasesAsync(CancellationToken ct) => new(
        await db.Duplicates.AsNoTracking().OrderByDescending(d => d.LastAt).Take(Most).ToListAsync(ct),
        await duplicates.Contradicted(db.Devices, db.AttestedDevices).OrderBy(id => id).Take(Most).ToListAsync(ct));

    /// <summary>The makers' keys that ever were pinned, and the manifests that were taken in.</summary>
    public async Task<MakersWord> MakersAsync(CancellationToken ct) => new(
        await db.MakerKeys.AsNoTracking().OrderBy(k => k.Maker).ThenBy(k => k.AddedAt).ToListAsync(ct),
        await db.Manifests.AsNoTracking().OrderByDescending(m => m.ImportedAt).ToListAsync(ct));

    private async Task<List<FoundDevice>> ToFoundAsync(List<DeviceId> attested, List<DeviceId> all, CancellationToken ct)
    {
        var ids = all.Distinct().Take(Most).ToList();
        var known = await db.Devices.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        var made = await db.AttestedDevices.AsNoTracking().Where(d => ids.Contains(d.DeviceId)).ToDictionaryAsync(d => d.DeviceId, ct);
        return [.. ids.Select(id => new FoundDevice(id, known.GetValueOrDefault(id)?.Model ?? made.GetValueOrDefault(id)?.Model ?? "", known.GetValueOrDefault(id)?.State, attested.Contains(id) && made.ContainsKey(id)))];
    }
}
