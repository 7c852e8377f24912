using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.Leaving;

/// <summary>Lives from the wish to the end of the erasure.</summary>
internal sealed class AccountDeletionTable : IEntityTypeConfiguration<AccountDeletion>
{
    public void Configure(EntityTypeBuilder<AccountDeletion> deletion)
    {
        deletion.ToTable("account_deletions");
        deletion.HasKey(d => d.AccountId);
        deletion.Ignore(d => d.State);
        deletion.Property(d => d.LinkHash).HasMaxLength(32);
        deletion.Property(d => d.ReminderHash).HasMaxLength(32);
        deletion.Property(d => d.Version).IsConcurrencyToken();
        deletion.HasIndex(d => d.LinkHash).IsUnique();
        deletion.HasIndex(d => d.ReminderHash).IsUnique();
        deletion.HasIndex(d => d.DueAt);
    }
}

internal static class DeletionSets
{
    extension(TenureDb db)
    {
        public DbSet<AccountDeletion> Deletions => db.Set<AccountDeletion>();

        public DbSet<Tombstone> Tombstones => db.Set<Tombstone>();
    }
}
