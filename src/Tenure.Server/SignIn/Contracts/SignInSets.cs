using Microsoft.EntityFrameworkCore;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;

namespace Tenure.Server.SignIn.Contracts;

internal static class SignInSets
{
    extension(TenureDb db)
    {
        public DbSet<SignInTransaction> SignInTransactions => db.Set<SignInTransaction>();

        public DbSet<KnownDevice> KnownDevices => db.Set<KnownDevice>();

        public DbSet<Throttle> Throttles => db.Set<Throttle>();

        public DbSet<CodeBudget> CodeBudgets => db.Set<CodeBudget>();
    }
}
