using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;

namespace Tenure.Server.Flashing;

internal sealed class ComputerTable : IEntityTypeConfiguration<BoundComputer>
{
    public void Configure(EntityTypeBuilder<BoundComputer> computer)
    {
        computer.ToTable("computers");
        computer.HasKey(c => new { c.AccountId, c.Id });
        computer.Property(c => c.Id).HasColumnName("computer_id").HasConversion<ComputerIdConverter>().HasMaxLength(43).IsUnicode(false);
        computer.Property(c => c.Name).HasMaxLength(BoundComputer.MaxNameLength);
        computer.Property(c => c.Version).IsConcurrencyToken();
    }
}

internal sealed class ComputerIdConverter() : ValueConverter<ComputerId, string>(id => id.Value, value => new ComputerId(value));

internal static class FlashingSets
{
    extension(TenureDb db)
    {
        /// <summary>Those that were removed not long ago among them.</summary>
        public DbSet<BoundComputer> KnownComputers => db.Set<BoundComputer>();

        public IQueryable<BoundComputer> BoundComputers => db.Set<BoundComputer>().Where(c => c.RemovedAt == null);
    }
}
