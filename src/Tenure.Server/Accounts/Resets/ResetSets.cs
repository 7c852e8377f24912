using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.Accounts.Resets;

internal static class ResetSets
{
    extension(TenureDb db)
    {
        public DbSet<PasswordReset> PasswordResets => db.Set<PasswordReset>();

        public DbSet<PasswordUndo> PasswordUndos => db.Set<PasswordUndo>();
    }
}
