using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Leaving.Contracts;

/// <summary>
/// What is left of erased accounts for 90 days, so that their number is not given to somebody else meanwhile, and whoever asks the operator what became of an account can be told. Nobody reads an identifier out of it: each day has
/// a key of its own, sealed by the key file, and destroyed with what it made.
/// </summary>
internal sealed class Tombstones(TenureDb db, ServerKeys keys, TimeProvider clock)
{
    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private const string KeyPrefix = "tombstones-";

    /// <summary>Sees to it that there is a key for today, before the transaction in which tombstones are set: of two processes that make one, one fails.</summary>
    public Task PrepareAsync(CancellationToken ct) => keys.GetOrMakeAsync(NameOf(DayOf(clock.GetUtcNow())), () => RandomNumberGenerator.GetBytes(32), ct);

    /// <summary>Sets them, in the caller's transaction.</summary>
    public async Task SetAsync(AccountNumber number, IEnumerable<Address> addresses, CancellationToken ct)
    {
        var day = DayOf(clock.GetUtcNow());
        var key = await keys.GetOrMakeAsync(NameOf(day), () => RandomNumberGenerator.GetBytes(32), ct);
        foreach (var hash in addresses.Select(a => HashOf(key, a.Kind.ToString(), a.Value)).Append(HashOf(key, "Number", number.Value)).DistinctBy(Convert.ToHexString))
        {
            if (!await db.Tombstones.AnyAsync(t => t.Day == day && t.Hash == hash, ct))
            {
                db.Tombstones.Add(new Tombstone(day, hash));
            }
        }
    }

    /// <summary>When an account with this number was erased; <c>null</c> when none was in the last 90 days.</summary>
    public Task<DateOnly?> FindAsync(AccountNumber number, CancellationToken ct) => FindAsync("Number", number.Value, ct);

    /// <summary>When an account with this address was erased; <c>null</c> when none was in the last 90 days.</summary>
    public Task<DateOnly?> FindAsync(Address address, CancellationToken ct) => FindAsync(address.Kind.ToString(), address.Value, ct);

    /// <summary>Destroys what is older than <see cref="Kept"/>, the keys first.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        var before = DayOf(clock.GetUtcNow() - Kept);
        foreach (var day in (await DaysAsync(ct)).Where(d => d < before))
        {
            await keys.DestroyAsync(NameOf(day), ct);
        }

        await db.Tombstones.Where(t => t.Day < before).ExecuteDeleteAsync(ct);
    }

    private async Task<DateOnly?> FindAsync(string kind, string value, CancellationToken ct)
    {
        foreach (var day in (await DaysAsync(ct)).OrderDescending())
        {
            var hash = HashOf(await keys.GetOrMakeAsync(NameOf(day), () => RandomNumberGenerator.GetBytes(32), ct), kind, value);
            if (await db.Tombstones.AnyAsync(t => t.Day == day && t.Hash == hash, ct))
            {
                return DateOnly.FromDayNumber(day);
            }
        }

        return null;
    }

    private async Task<List<int>> DaysAsync(CancellationToken ct) =>
        [.. (await keys.NamesAsync(KeyPrefix, ct)).Select(name => int.Parse(name.AsSpan(KeyPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture))];

    private static int DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime).DayNumber;

    private static string NameOf(int day) => string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{day}");

    private static byte[] HashOf(byte[] key, string kind, string value) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\0{value}"));
}
