using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Proofs;

/// <summary>Lives ten minutes; keyed by its own secret, because it must not be seen whether there is an account.</summary>
internal sealed class ProofCodeTable : IEntityTypeConfiguration<ProofCode>
{
    public void Configure(EntityTypeBuilder<ProofCode> code)
    {
        code.ToTable("proof_codes");
        code.HasKey(c => c.Key);
        code.Property(c => c.Key).HasMaxLength(32);
        code.ComplexProperty(c => c.Code, one => one.Property(c => c.Hash).HasMaxLength(32));
        code.Property(c => c.Version).IsConcurrencyToken();
        code.HasIndex(c => c.ExpiresAt);
    }
}
