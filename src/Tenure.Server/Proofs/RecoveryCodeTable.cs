using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Proofs;

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> code)
    {
        code.ToTable("recovery_codes");
        code.HasKey(c => new { c.AccountId, c.Hash });
        code.Property(c => c.Hash).HasMaxLength(32);
        code.Property(c => c.Version).IsConcurrencyToken();
    }
}
