using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Devices.Contracts;

/// <summary>The release codes of lost devices whose holder leaves, of which only keyed hashes are kept.</summary>
internal sealed class DeviceSeals(TenureDb db, Pepper pepper, TimeProvider clock)
{
    /// <summary>Draws a code for each of these devices, in the caller's unit of work.</summary>
    /// <param name="holder">Who holds them.</param>
    /// <param name="ids">Lost devices of theirs.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<IReadOnlyList<ReleaseCode>> DrawAsync(AccountId holder, IReadOnlyList<DeviceId> ids, CancellationToken ct)
    {
        await WithdrawAsync(holder, ct);
        List<ReleaseCode> codes = [];
        foreach (var device in await db.Devices.Where(d => d.Holder == holder && ids.Contains(d.Id)).ToListAsync(ct))
        {
            var code = RecoveryCodeText.Draw();
            db.DeviceSeals.Add(new DeviceSeal(device.Id, device.HoldingId!.Value, HashOf(code), clock.GetUtcNow()));
            codes.Add(new ReleaseCode(device.Id.Value, device.Model, RecoveryCodeText.Grouped(code)));
        }

        return codes;
    }

    /// <summary>Those that wait for the end of this account.</summary>
    public async Task<IReadOnlyList<DeviceSeal>> OfAsync(AccountId holder, CancellationToken ct)
    {
        var held = await db.Devices.AsNoTracking().Where(d => d.Holder == holder).Select(d => new { d.Id, d.HoldingId }).ToListAsync(ct);
        var ids = held.Select(d => d.Id).ToList();
        return [.. (await db.DeviceSeals.AsNoTracking().Where(s => ids.Contains(s.DeviceId)).ToListAsync(ct)).Where(s => held.Exists(d => d.Id == s.DeviceId && d.HoldingId == s.HoldingId))];
    }

    /// <summary>Removes those that wait for the end of this account, in the caller's unit of work: their codes are worth nothing any more.</summary>
    public async Task WithdrawAsync(AccountId holder, CancellationToken ct)
    {
        var ids = await db.Devices.Where(d => d.Holder == holder).Select(d => d.Id).ToListAsync(ct);
        db.DeviceSeals.RemoveRange(await db.DeviceSeals.Where(s => ids.Contains(s.DeviceId)).ToListAsync(ct));
    }

    /// <summary>Puts back what a journal knows and a backup does not; saves.</summary>
    public async Task RestoreAsync(IReadOnlyList<DeviceSeal> seals, CancellationToken ct)
    {
        foreach (var seal in seals)
        {
            await db.DeviceSeals.Where(s => s.DeviceId == seal.DeviceId).ExecuteDeleteAsync(ct);
            db.DeviceSeals.Add(seal);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>The seal that a code opens; <c>null</c> when none is closed with it.</summary>
    /// <param name="code">As <see cref="RecoveryCodeText.Read"/> gives it.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<DeviceSeal?> FindAsync(string code, CancellationToken ct)
    {
        var hash = HashOf(code);
        return db.DeviceSeals.FirstOrDefaultAsync(s => s.CodeHash == hash && s.SealedAt != null, ct);
    }

    private byte[] HashOf(string code) => pepper.Mac("release-code", Encoding.ASCII.GetBytes(code));
}
