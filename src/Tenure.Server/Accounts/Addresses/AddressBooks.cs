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

        /// <summary>Whether an address belongs to an account.</summary>
        public Task<bool> IsKnownAsync(Address address, CancellationToken ct)
        {
            var (kind, value) = (address.Kind, address.Value);
            return db.Identifiers.AnyAsync(i => i.Kind == kind && i.Value == value, ct);
        }

        /// <summary>Whether an address belongs to another account.</summary>
        public Task<bool> IsOfAnotherAsync(Address address, AccountId account, CancellationToken ct)
        {
            var (kind, value) = (address.Kind, address.Value);
            return db.Identifiers.AnyAsync(i => i.Kind == kind && i.Value == value && i.AccountId != account, ct);
        }
    }
}
