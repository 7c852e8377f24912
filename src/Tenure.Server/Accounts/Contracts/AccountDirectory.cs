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
        var email = await PrimaryEmailAsync(id, ct) ?? throw new InvalidOperationException("The account has no address.");
        return new AccountFacts(id, account.Number, account.Nickname, account.Gender, account.Country, account.Picture, account.Language, email, account.CreatedAt, Masked(email), account.AlwaysAsk);
    }

    /// <summary>What an account is shown by at the top of its own pages: nickname and name of the picture.</summary>
    public async Task<(string? Nickname, string? Picture)?> FaceAsync(AccountId id, CancellationToken ct) =>
        await db.Accounts.Where(a => a.Id == id).Select(a => new { a.Nickname, a.Picture }).FirstOrDefaultAsync(ct) is { } face ? (face.Nickname, face.Picture) : null;

    /// <summary>The address that was proven first; <c>null</c> when the account has none.</summary>
    public async Task<EmailAddress?> PrimaryEmailAsync(AccountId id, CancellationToken ct) =>
        await db.Identifiers.Where(i => i.AccountId == id && i.Kind == IdentifierKind.Email).OrderBy(i => i.VerifiedAt).Select(i => i.Value).FirstOrDefaultAsync(ct)
            is { } value ? EmailAddress.FromStored(value) : null;

    /// <summary>Every proven e-mail address, the first one first.</summary>
    public async Task<IReadOnlyList<EmailAddress>> EmailsAsync(AccountId id, CancellationToken ct) =>
        [.. (await db.Identifiers.Where(i => i.AccountId == id && i.Kind == IdentifierKind.Email).OrderBy(i => i.VerifiedAt).Select(i => i.Value).ToListAsync(ct)).Select(EmailAddress.FromStored)];

    /// <summary>The same for strangers' eyes.</summary>
    public async Task<IReadOnlyList<string>> MaskedAddressesAsync(AccountId id, CancellationToken ct) => [.. (await EmailsAsync(id, ct)).Select(Masked)];

    /// <summary>Refuses what reaches far (release, change of addresses) while the account is frozen or a way into it is new.</summary>
    /// <remarks>The account's version is written with the caller's unit of work: of that and a freeze at once, one begins again.</remarks>
    public async Task<Refusal?> RefuseFarReachingAsync(AccountId id, CancellationToken ct)
    {
        var account = await db.Accounts.FirstAsync(a => a.Id == id, ct);
        db.Entry(account).Property(a => a.Version).IsModified = true;
        return account.RefuseFarReaching(clock.GetUtcNow());
    }

    private static string Masked(EmailAddress email)
    {
        var parts = email.Value.Split('@');
        var dot = parts[1].LastIndexOf('.');
        var ending = dot > 0 ? parts[1][dot..] : "";
        return $"{First(parts[0])}•••@{First(parts[1])}•••{ending}";
    }

    private static string First(string text) => text.EnumerateRunes().First().ToString();
}
