using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Accounts.Addresses;

internal static class AddressBooks
{
    extension(TenureDb db)
    {
        /// <summary>The addresses of an account, tracked.</summary>
        public async Task<AddressBook> AddressBookAsync(Account account, CancellationToken ct) =>
            new(account, await db.Identifiers.Where(i => i.AccountId == account.Id).ToListAsync(ct));

        /// <summary>Whether an address belongs to an account, or did until it was taken away in the last <see cref="AddressChange.UndoTime"/>: it can come back.</summary>
        public Task<bool> IsKnownAsync(Address address, DateTimeOffset now, CancellationToken ct) => db.IsOfAnotherAsync(address, default, now, ct);

        /// <summary>The same for another account: a thief must not put the address they took away into an account of their own.</summary>
        public Task<bool> IsOfAnotherAsync(Address address, AccountId account, DateTimeOffset now, CancellationToken ct)
        {
            var (kind, value, since) = (address.Kind, address.Value, now - AddressChange.UndoTime);
            // One statement: an address that is taken away meanwhile is found in one place or in the other.
            return db.Identifiers.Where(i => i.Kind == kind && i.Value == value).Select(i => i.AccountId)
                .Concat(db.AddressChanges
                    .Where(c => c.Kind == kind && c.Value == value && c.What == AddressChangeKind.Removed && c.UndoneAt == null && c.At > since)
                    .Select(c => c.AccountId))
                .AnyAsync(id => id != account, ct);
        }

        /// <summary>When an address came into an account that took it away in the last <see cref="AddressChange.UndoTime"/>; <c>null</c> when there is no such.</summary>
        public Task<DateTimeOffset?> AddedBeforeAsync(Address address, AccountId account, DateTimeOffset now, CancellationToken ct)
        {
            var (kind, value, since) = (address.Kind, address.Value, now - AddressChange.UndoTime);
            return db.AddressChanges
                .Where(c => c.AccountId == account && c.Kind == kind && c.Value == value && c.What == AddressChangeKind.Removed && c.UndoneAt == null && c.At > since)
                .OrderByDescending(c => c.Number).Select(c => (DateTimeOffset?)c.AddedAt).FirstOrDefaultAsync(ct);
        }
    }
}
