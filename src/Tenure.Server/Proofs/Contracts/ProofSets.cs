using Microsoft.EntityFrameworkCore;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;

namespace Tenure.Server.Proofs.Contracts;

internal static class ProofSets
{
    extension(TenureDb db)
    {
        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();

        public DbSet<ProofCode> ProofCodes => db.Set<ProofCode>();
    }
}
