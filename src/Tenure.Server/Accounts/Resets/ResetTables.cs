using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Resets;

/// <summary>Lives half an hour; keyed by a hash, because it must not be seen whether there is an account.</summary>
internal sealed class PasswordResetTable : IEntityTypeConfiguration<PasswordReset>
{
    public void Configure(EntityTypeBuilder<PasswordReset> reset)
    {
        reset.ToTable("password_resets");
        reset.HasKey(r => r.Key);
        reset.Property(r => r.Key).HasMaxLength(32);
        reset.Property(r => r.Value).HasMaxLength(EmailAddress.MaxLength);
        reset.Ignore(r => r.Address);
        reset.ComplexProperty(r => r.Code, code => code.Property(c => c.Hash).HasMaxLength(32));
        reset.Property(r => r.Version).IsConcurrencyToken();
        reset.HasIndex(r => r.ExpiresAt);
    }
}

/// <summary>Lives as long as a reset can be undone.</summary>
internal sealed class PasswordUndoTable : IEntityTypeConfiguration<PasswordUndo>
{
    public void Configure(EntityTypeBuilder<PasswordUndo> undo)
    {
        undo.ToTable("password_undos");
        undo.HasKey(u => new { u.AccountId, u.SecretHash });
        undo.Property(u => u.SecretHash).HasMaxLength(32);
        undo.Property(u => u.SealedHash).HasMaxLength(256);
        undo.HasIndex(u => u.SecretHash).IsUnique();
        undo.HasIndex(u => u.At);
    }
}
