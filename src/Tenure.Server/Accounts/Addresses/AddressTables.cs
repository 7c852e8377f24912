using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>Kind and value are the key: the database itself sees to it that an address has one account.</summary>
internal sealed class IdentifierTable : IEntityTypeConfiguration<Identifier>
{
    public void Configure(EntityTypeBuilder<Identifier> identifier)
    {
        identifier.ToTable("identifiers");
        identifier.HasKey(i => new { i.Kind, i.Value });
        identifier.Property(i => i.Value).HasMaxLength(EmailAddress.MaxLength);
        identifier.Ignore(i => i.Address);
        identifier.HasIndex(i => i.AccountId);
    }
}

/// <summary>Lives half an hour.</summary>
internal sealed class AddressProofTable : IEntityTypeConfiguration<AddressProof>
{
    public void Configure(EntityTypeBuilder<AddressProof> proof)
    {
        proof.ToTable("address_proofs");
        proof.HasKey(p => new { p.AccountId, p.Key });
        proof.Property(p => p.Key).HasMaxLength(32);
        proof.Property(p => p.Value).HasMaxLength(EmailAddress.MaxLength);
        proof.Ignore(p => p.Address);
        proof.ComplexProperty(p => p.Code, code => code.Property(c => c.Hash).HasMaxLength(32));
        proof.Property(p => p.Version).IsConcurrencyToken();
        proof.HasIndex(p => p.ExpiresAt);
    }
}

/// <summary>Lives as long as a change can be undone. Written under the account's version, so that it needs none of its own.</summary>
internal sealed class AddressChangeTable : IEntityTypeConfiguration<AddressChange>
{
    public void Configure(EntityTypeBuilder<AddressChange> change)
    {
        change.ToTable("address_changes");
        change.HasKey(c => new { c.AccountId, c.Number });
        change.Property(c => c.Number).ValueGeneratedNever();
        change.Property(c => c.Value).HasMaxLength(EmailAddress.MaxLength);
        change.Ignore(c => c.Address);
        change.HasIndex(c => new { c.Kind, c.Value });
        change.Property(c => c.SecretHash).HasMaxLength(32);
        change.HasIndex(c => c.SecretHash).IsUnique();
        change.HasIndex(c => c.At);
    }
}
