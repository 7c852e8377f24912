using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.Exports;

/// <summary>Kept as long as it counts.</summary>
internal sealed class ExportTable : IEntityTypeConfiguration<AccountExport>
{
    public void Configure(EntityTypeBuilder<AccountExport> export)
    {
        export.ToTable("account_exports");
        export.HasKey(e => new { e.AccountId, e.Id });
        export.Property(e => e.Key).HasMaxLength(80);
        export.Property(e => e.Version).IsConcurrencyToken();
        export.HasIndex(e => new { e.State, e.AskedAt });
    }
}

internal static class ExportSets
{
    extension(TenureDb db)
    {
        public DbSet<AccountExport> Exports => db.Set<AccountExport>();
    }
}
