using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>Puts an account's addresses back to what they were before a change, in the caller's unit of work.</summary>
internal sealed class AddressUndo(TenureDb db, TimeProvider clock)
{
    /// <summary>The changes that stand from this one on, the latest first.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="number">As <see cref="AddressChange.Number"/>.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<List<AddressChange>> StandingAsync(AccountId account, int number, CancellationToken ct) => db.AddressChanges
        .Where(c => c.AccountId == account && c.Number >= number && c.UndoneAt == null).OrderByDescending(c => c.Number).ToListAsync(ct);

    /// <summary>Undoes it and every later one that stands. The account is frozen.</summary>
    /// <returns>The addresses that went.</returns>
    public async Task<IReadOnlyList<Identifier>> ExecuteAsync(Account account, int number, CancellationToken ct)
    {
        var changes = await StandingAsync(account.Id, number, ct);
        var book = await db.AddressBookAsync(account, ct);
        var before = book.All.ToList();
        var taken = await TakenAsync(changes, account.Id, ct);
        book.Undo(changes, taken.Contains, clock.GetUtcNow());
        var gone = before.Except(book.All).ToList();
        db.RemoveRange(gone);
        db.AddRange(book.All.Except(before));
        return gone;
    }

    private async Task<HashSet<Address>> TakenAsync(IEnumerable<AddressChange> changes, AccountId account, CancellationToken ct)
    {
        var values = changes.Where(c => c.What == AddressChangeKind.Removed).Select(c => c.Value).ToList();
        return [.. (await db.Identifiers.AsNoTracking().Where(i => i.AccountId != account && values.Contains(i.Value)).ToListAsync(ct)).Select(i => i.Address)];
    }
}
