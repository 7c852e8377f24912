using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

internal sealed class OperatorTable : IEntityTypeConfiguration<ServerOperator>
{
    public void Configure(EntityTypeBuilder<ServerOperator> person)
    {
        person.ToTable("operators");
        person.Property(o => o.Id).HasConversion(id => id.Value, value => new OperatorId(value)).ValueGeneratedNever();
        person.Property(o => o.Name).HasMaxLength(OperatorName.MaxLength);
        person.HasIndex(o => o.Name).IsUnique();
        person.Property(o => o.PasswordHash).HasMaxLength(200);
        person.Property(o => o.Version).IsConcurrencyToken();
        person.OwnsMany(o => o.Passkeys, key =>
        {
            key.ToTable("operator_passkeys");
            key.WithOwner().HasForeignKey("OperatorId");
            key.HasKey(k => k.Id);
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.Name).HasMaxLength(Passkey.MaxNameLength);
            key.Property(k => k.Credential).HasMaxLength(Passkey.MaxCredentialLength);
            key.Property(k => k.PublicKey).HasMaxLength(Passkey.MaxKeyLength);
            // One authenticator's key is one person's.
            key.HasIndex(k => k.Credential).IsUnique();
        });
    }
}
