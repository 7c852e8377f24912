using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>Changes the picture of an account in all its sizes at once.</summary>
internal sealed class PictureStore(TenureDb db)
{
    private const int MostTries = 5;

    /// <summary>Keeps these pictures, one a size, in place of those before.</summary>
    /// <returns>The name of the picture.</returns>
    public async Task<string> ReplaceAsync(AccountId account, IReadOnlyList<byte[]> pictures, CancellationToken ct)
    {
        var kept = PictureRules.Sizes.Zip(pictures, (size, content) => (Size: size, Content: content, Hash: Convert.ToHexStringLower(SHA256.HashData(content)))).ToList();
        await ChangeAsync(account, kept[^1].Hash, () => kept.Select(p => AccountPicture.Of(account, p.Size, p.Content, p.Hash)), ct);
        return kept[^1].Hash;
    }

    /// <summary>Keeps none.</summary>
    public Task RemoveAsync(AccountId account, CancellationToken ct) => ChangeAsync(account, null, () => [], ct);

    private async Task ChangeAsync(AccountId id, string? name, Func<IEnumerable<AccountPicture>> pictures, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                // The account first: of two changes at once the second finds a newer version, and no two sets of pictures mix.
                (await db.Accounts.FirstAsync(a => a.Id == id, ct)).Show(name);
                await db.SaveChangesAsync(ct);
                await db.AccountPictures.Where(p => p.AccountId == id).ExecuteDeleteAsync(ct);
                db.AccountPictures.AddRange(pictures());
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostTries)
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
