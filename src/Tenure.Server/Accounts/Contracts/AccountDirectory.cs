using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Finds accounts.</summary>
internal sealed class AccountDirectory(TenureDb db, TimeProvider clock)
{
    /// <summary>What is known of an account.</summary>
    /// <exception cref="InvalidOperationException">There is no such account: whoever asks has got the id from a session, so there must be one.</exception>
    public async Task<AccountFacts> GetAsync(AccountId id, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == id, ct);
        return await FactsAsync(account, ct);
    }

    /// <summary>What is known of an account that was read already.</summary>
    public async Task<AccountFacts> FactsAsync(Account account, CancellationToken ct) => new(
        account.Id, account.Number, account.Nickname, account.Gender, account.Country, account.Picture, account.Language, [.. (await IdentifiersAsync(account.Id, ct)).Select(i => i.Address)],
        account.CreatedAt, account.AlwaysAsk);

    /// <summary>What strangers see of an account; <c>null</c> when there is none. The same look-ups either way.</summary>
    public async Task<string?> FindMaskedNameAsync(AccountId id, CancellationToken ct)
    {
        var identifiers = await IdentifiersAsync(id, ct);
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);
        return account is null ? null : AccountFacts.Mask([.. identifiers.Select(i => i.Address)], account.Number);
    }

    /// <summary>What an account is shown by at the top of its own pages: nickname and name of the picture.</summary>
    public async Task<(string? Nickname, string? Picture)?> FaceAsync(AccountId id, CancellationToken ct) =>
        await db.Accounts.Where(a => a.Id == id).Select(a => new { a.Nickname, a.Picture }).FirstOrDefaultAsync(ct) is { } face ? (face.Nickname, face.Picture) : null;

    /// <summary>Keeps others from deciding about it until the caller's transaction ends.</summary>
    public Task HoldAsync(AccountId id, CancellationToken ct) => db.Accounts.Where(a => a.Id == id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Language, x => x.Language), ct);

    /// <summary>Every proven address, e-mail before phone and the first one of each kind first.</summary>
    public async Task<IReadOnlyList<Identifier>> IdentifiersAsync(AccountId id, CancellationToken ct) =>
        [.. Identifier.InOrder(await db.Identifiers.AsNoTracking().Where(i => i.AccountId == id).ToListAsync(ct)).OrderBy(i => i.Kind)];

    /// <summary>Where the code of a sign-in goes: the first e-mail address, else the first phone number that is still a proof; <c>null</c> when there is neither.</summary>
    public async Task<Address?> CodeAddressAsync(AccountId id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await IdentifiersAsync(id, ct)).FirstOrDefault(i => i.IsProof(now))?.Address;
    }

    /// <summary>Until when (UTC) far-reaching acts wait because a way into the account is new; <c>null</c> when none is.</summary>
    public async Task<DateTimeOffset?> QuietUntilAsync(AccountId id, CancellationToken ct)
    {
        var until = await db.Accounts.Where(a => a.Id == id).Select(a => a.QuietUntil).FirstAsync(ct);
        return until > clock.GetUtcNow() ? until : null;
    }

    /// <summary>Refuses what reaches far (release, change of addresses) while the account is frozen or a way into it is new.</summary>
    /// <remarks>The account's version is written with the caller's unit of work: of that and a freeze at once, one begins again.</remarks>
    public async Task<Refusal?> RefuseFarReachingAsync(AccountId id, CancellationToken ct) => (await ForUnitOfWorkAsync(id, ct)).RefuseFarReaching(clock.GetUtcNow());

    /// <summary>Refuses what a freeze does not stop while a way into the account is new, or the account is suspended.</summary>
    /// <remarks>As <see cref="RefuseFarReachingAsync"/>.</remarks>
    public async Task<Refusal?> RefuseQuietAsync(AccountId id, CancellationToken ct) => (await ForUnitOfWorkAsync(id, ct)).RefuseQuiet(clock.GetUtcNow());

    /// <summary>Refuses to open a phone again that the account holds, while only the password that somebody reset with one address speaks for them.</summary>
    /// <remarks>As <see cref="RefuseFarReachingAsync"/>.</remarks>
    public async Task<Refusal?> RefuseReopeningAsync(AccountId id, CancellationToken ct) => (await ForUnitOfWorkAsync(id, ct)).RefuseReopening(clock.GetUtcNow());

    /// <summary>The account, whose version is written with the caller's unit of work: of that and an end of the account at once, one begins again.</summary>
    public async Task<Account> ForUnitOfWorkAsync(AccountId id, CancellationToken ct)
    {
        var account = await db.Accounts.FirstAsync(a => a.Id == id, ct);
        db.Entry(account).Property(a => a.Version).IsModified = true;
        return account;
    }
}
