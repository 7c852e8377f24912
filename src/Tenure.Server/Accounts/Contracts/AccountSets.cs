using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.Accounts.Contracts;

internal static class AccountSets
{
    extension(TenureDb db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();

        public DbSet<Identifier> Identifiers => db.Set<Identifier>();

        public DbSet<AddressProof> AddressProofs => db.Set<AddressProof>();

        public DbSet<AddressChange> AddressChanges => db.Set<AddressChange>();

        public DbSet<AccountPicture> AccountPictures => db.Set<AccountPicture>();

        public DbSet<Registration> Registrations => db.Set<Registration>();
    }
}
