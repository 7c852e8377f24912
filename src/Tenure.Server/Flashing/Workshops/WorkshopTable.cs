using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;

namespace Tenure.Server.Flashing.Workshops;

internal sealed class WorkshopTable : IEntityTypeConfiguration<Workshop>
{
    public void Configure(EntityTypeBuilder<Workshop> workshop)
    {
        workshop.ToTable("workshops");
        workshop.Property(w => w.Id).ValueGeneratedNever();
        workshop.Property(w => w.Name).HasMaxLength(Workshop.MaxNameLength);
        // A letter may become several when its form is made the same.
        workshop.Property(w => w.Key).HasColumnName("name_key").HasMaxLength(Workshop.MaxNameLength * 4);
        workshop.Property(w => w.Version).IsConcurrencyToken();
        workshop.HasIndex(w => w.Key).IsUnique().HasFilter("removed_at IS NULL");
    }
}

internal sealed class WorkshopMemberTable : IEntityTypeConfiguration<WorkshopMember>
{
    public void Configure(EntityTypeBuilder<WorkshopMember> member)
    {
        member.ToTable("workshop_members");
        member.HasKey(m => new { m.AccountId, m.WorkshopId });
        member.HasIndex(m => m.WorkshopId);
    }
}

internal sealed class WorkshopComputerTable : IEntityTypeConfiguration<WorkshopComputer>
{
    public void Configure(EntityTypeBuilder<WorkshopComputer> computer)
    {
        computer.ToTable("workshop_computers");
        computer.HasKey(c => new { c.WorkshopId, c.Id });
        computer.Property(c => c.Id).HasColumnName("computer_id").HasConversion<ComputerIdConverter>().HasMaxLength(43).IsUnicode(false);
        computer.Property(c => c.Name).HasMaxLength(BoundComputer.MaxNameLength);
    }
}

internal static class WorkshopSets
{
    extension(TenureDb db)
    {
        public DbSet<Workshop> Workshops => db.Set<Workshop>();

        public DbSet<WorkshopMember> WorkshopMembers => db.Set<WorkshopMember>();

        public DbSet<WorkshopComputer> WorkshopComputers => db.Set<WorkshopComputer>();
    }
}
