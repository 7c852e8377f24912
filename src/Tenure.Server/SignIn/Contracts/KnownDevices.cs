using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Browsers and devices that are spared the code.</summary>
internal sealed class KnownDevices(TenureDb db, SecurityEvents events, SignInRules rules, TimeProvider clock)
{
    /// <summary>Most characters of a device's name.</summary>
    public const int LongestName = 80;

    private const int MostListed = 100;

    /// <summary>Makes a device known; the caller saves.</summary>
    /// <returns>The secret that the device keeps.</returns>
    public string Add(AccountId account, string? name)
    {
        var secret = Codes.DrawId();
        db.KnownDevices.Add(KnownDevice.Make(account, Codes.KeyOf(secret), name, clock.GetUtcNow(), rules));
        return secret;
    }

    /// <summary>What the database has of a secret; nothing, which no device has, where there is none.</summary>
    public static byte[] KeyOf(string? secret) => string.IsNullOrEmpty(secret) ? [] : Codes.KeyOf(secret);

    /// <summary>The devices of an account that are known, the latest first, at most <see cref="MostListed"/>.</summary>
    public Task<List<KnownDevice>> ListAsync(AccountId account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.KnownDevices.AsNoTracking().Where(d => d.AccountId == account && d.ExpiresAt > now).OrderByDescending(d => d.MadeAt).Take(MostListed).ToListAsync(ct);
    }

    /// <summary>A device is no longer known.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> ForgetAsync(AccountId account, byte[] secretHash, CancellationToken ct)
    {
        if (await db.KnownDevices.FirstOrDefaultAsync(d => d.AccountId == account && d.SecretHash == secretHash, ct) is not { } device)
        {
            return false;
        }

        db.Remove(device);
        events.Record(account, SecurityEventKind.KnownDeviceForgotten, device.Name);
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Taken away by another request meanwhile.
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>No device is known any more.</summary>
    public Task ForgetAllAsync(AccountId account, CancellationToken ct) => db.KnownDevices.Where(d => d.AccountId == account).ExecuteDeleteAsync(ct);
}
