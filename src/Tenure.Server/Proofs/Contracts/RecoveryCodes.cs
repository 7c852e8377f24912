using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Proofs.Contracts;

/// <summary>The recovery codes of accounts, of which only keyed hashes are kept.</summary>
internal sealed class RecoveryCodes(TenureDb db, Pepper pepper, SecurityEvents events, Notices notices, TimeProvider clock)
{
    /// <summary>The code of the account that was typed, if it still works. The same statement and work whether or not the account has any, or is one.</summary>
    /// <param name="account">Whose; an id that no account has where there is none.</param>
    /// <param name="code">As <see cref="RecoveryCodeText.Read"/> gives it.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<RecoveryCode?> FindAsync(AccountId account, string code, CancellationToken ct)
    {
        var hash = HashOf(account, code);
        RecoveryCode? found = null;
        foreach (var each in await db.RecoveryCodes.Where(c => c.AccountId == account && c.UsedAt == null).ToListAsync(ct))
        {
            found = CryptographicOperations.FixedTimeEquals(each.Hash, hash) ? each : found;
        }

        return found;
    }

    /// <summary>Takes a code that was found; the caller saves. Of two at once, the one that saves later fails by its version.</summary>
    public async Task UseAsync(RecoveryCode code, Account account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        code.Use(now);
        events.Record(account.Id, SecurityEventKind.RecoveryCodeUsed);
        var left = await db.RecoveryCodes.CountAsync(c => c.AccountId == account.Id && c.UsedAt == null, ct) - 1;
        await notices.SendAsync(account.Id, ProofMails.RecoveryCodeUsed(account.Language, left, now), ct);
    }

    /// <summary>Draws codes in place of those of before; the caller saves.</summary>
    public async Task<IReadOnlyList<string>> ReplaceAsync(AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == account).ToListAsync(ct));
        string[] drawn = [.. Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCodeText.Draw())];
        db.RecoveryCodes.AddRange(drawn.Select(code => RecoveryCode.Make(account, HashOf(account, code), now)));
        return drawn;
    }

    /// <summary>Removes those made since a moment: whoever had them made may not have been the holder.</summary>
    public Task ForgetSinceAsync(AccountId account, DateTimeOffset since, CancellationToken ct) =>
        db.RecoveryCodes.Where(c => c.AccountId == account && c.MadeAt >= since).ExecuteDeleteAsync(ct);

    /// <summary>How many still work, and when they were made; <c>null</c> when none ever were.</summary>
    public async Task<(int Left, DateTimeOffset? MadeAt)> StateAsync(AccountId account, CancellationToken ct)
    {
        var codes = await db.RecoveryCodes.AsNoTracking().Where(c => c.AccountId == account).ToListAsync(ct);
        return (codes.Count(c => c.UsedAt is null), codes.Count == 0 ? null : codes.Max(c => c.MadeAt));
    }

    /// <summary>How many would do beside the password now: those too new for that do not count.</summary>
    public async Task<int> CountAsync(Account account, DateTimeOffset now, CancellationToken ct) =>
        (await db.RecoveryCodes.AsNoTracking().Where(c => c.AccountId == account.Id && c.UsedAt == null).ToListAsync(ct)).Count(c => c.RefuseBesidePassword(account, now) is null);

    private byte[] HashOf(AccountId account, string code) => pepper.Mac("recovery-code", Encoding.ASCII.GetBytes($"{account}\0{code}"));
}
