using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Devices.Manifests;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Devices;

/// <summary>What devices say they are: kept as said, and shown as said.</summary>
internal sealed class DeviceIdentities(TenureDb db, DuplicateDevices duplicates, Pepper pepper, TimeProvider clock)
{
    /// <summary>Takes note of what proven evidence says, in the caller's unit of work.</summary>
    public async Task NoteAsync(Device device, DeviceFacts facts, CancellationToken ct)
    {
        if (facts == DeviceFacts.None)
        {
            return;
        }

        // Within an hour it may not have carried the ticket out yet.
        if (facts.Bootloader == BootloaderState.Locked && device.UnlockTicketAt < clock.GetUtcNow() - Ticket.MaxLifetime)
        {
            device.NoteLocked();
        }

        var isNew = db.Entry(device).State == EntityState.Added;
        var claims = isNew ? null : await db.DeviceClaims.FindAsync([device.Id], ct);
        var digest = DigestOf(device, facts);
        if (claims is not null && claims.Digest.AsSpan().SequenceEqual(digest))
        {
            return;
        }

        claims ??= db.DeviceClaims.Add(new DeviceClaims(device.Id)).Entity;
        claims.Say(facts.Serial, facts.Region, TextOf(facts), facts.Bootloader is { } bootloader ? bootloader == BootloaderState.Unlocked : null, digest, clock.GetUtcNow());
        await NoteImeisAsync(device.Id, isNew, facts.Imeis, ct);
        await NoteSimsAsync(device, facts.Sims, ct);
    }

    /// <summary>As the holder is shown it: what the maker says, or what the device says where no maker does.</summary>
    public async Task<DeviceIdentity> OfAsync(Device device, CancellationToken ct)
    {
        var sims = device.HoldingId is { } holding
            ? await db.HeldSims.AsNoTracking().Where(s => s.DeviceId == device.Id && s.HoldingId == holding).OrderBy(s => s.Slot).ToListAsync(ct)
            : [];
        var (serial, region, imeis, maker) = await KnownAsync(device.Id, ct);
        var isContradicted = await duplicates.Contradicted(db.Devices.Where(d => d.Id == device.Id), db.AttestedDevices).AnyAsync(ct);
        return new DeviceIdentity(
            serial, [.. imeis.Select(imei => Imei.FromDigits(imei).Masked)], region, maker, isContradicted, [.. sims.Select(s => new DeviceSim(s.Slot, s.LastFour, s.Network, s.SeenAt))]);
    }

    private async Task<(string? Serial, string? Region, List<string> Imeis, string? Maker)> KnownAsync(DeviceId id, CancellationToken ct)
    {
        var attested = await db.AttestedDevices.AsNoTracking().Where(d => d.DeviceId == id).Join(db.Manifests, d => d.ManifestId, m => m.Id, (d, m) => new { d.Serial, d.Region, m.Maker }).FirstOrDefaultAsync(ct);
        if (attested is not null)
        {
            return (attested.Serial, attested.Region, await db.AttestedImeis.Where(i => i.DeviceId == id).OrderBy(i => i.Position).Select(i => i.Imei).ToListAsync(ct), attested.Maker);
        }

        var claims = await db.DeviceClaims.AsNoTracking().FirstOrDefaultAsync(c => c.DeviceId == id, ct);
        return (claims?.Serial, claims?.Region, await db.ClaimedImeis.Where(i => i.DeviceId == id).OrderBy(i => i.Position).Select(i => i.Imei).ToListAsync(ct), null);
    }

    private async Task NoteImeisAsync(DeviceId device, bool isNew, IReadOnlyList<Imei>? imeis, CancellationToken ct)
    {
        if (imeis is null)
        {
            return;
        }

        var before = isNew ? [] : await db.ClaimedImeis.Where(i => i.DeviceId == device).ToDictionaryAsync(i => i.Position, ct);
        for (var position = 1; position <= imeis.Count; position++)
        {
            if (before.Remove(position, out var known))
            {
                known.Change(imeis[position - 1].Digits);
            }
            else
            {
                db.ClaimedImeis.Add(new ClaimedImei(device, position, imeis[position - 1].Digits));
            }
        }

        db.ClaimedImeis.RemoveRange(before.Values);
    }

    // A free device has nobody to whom a card could belong.
    private async Task NoteSimsAsync(Device device, IReadOnlyList<SimCard>? sims, CancellationToken ct)
    {
        if (sims is null || device.HoldingId is not { } holding)
        {
            return;
        }

        var before = await db.HeldSims.Where(s => s.DeviceId == device.Id && s.HoldingId == holding).ToDictionaryAsync(s => s.Slot, ct);
        foreach (var sim in sims)
        {
            var seen = before.Remove((int)sim.Slot, out var known) ? known : db.HeldSims.Add(new HeldSim(device.Id, holding, (int)sim.Slot)).Entity;
            seen.See(pepper.Mac("iccid", Encoding.ASCII.GetBytes(sim.Iccid.Digits)), sim.Iccid.LastFour, sim.Operator, clock.GetUtcNow());
        }

        db.HeldSims.RemoveRange(before.Values);
    }

    // With the holding: the next holder's cards are noted anew, even if they are the same.
    private byte[] DigestOf(Device device, DeviceFacts facts) => pepper.Mac("device-claims", JsonSerializer.SerializeToUtf8Bytes(new
    {
        facts.Serial,
        Imeis = facts.Imeis?.Select(imei => imei.Digits),
        facts.Region,
        Indexes = TextOf(facts),
        facts.Bootloader,
        Sims = facts.Sims?.Select(sim => new { sim.Slot, sim.Iccid.Digits, sim.Operator }),
        Holding = device.HoldingId?.ToString(),
    }));

    private static string? TextOf(DeviceFacts facts) => facts.RollbackIndexes is { } indexes ? ManifestRows.Text(indexes) : null;
}
