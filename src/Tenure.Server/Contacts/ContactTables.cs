using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;

namespace Tenure.Server.Contacts;

internal sealed class ContactThreadTable : IEntityTypeConfiguration<ContactThread>
{
    public void Configure(EntityTypeBuilder<ContactThread> thread)
    {
        thread.ToTable("contact_threads");
        thread.HasKey(t => new { t.DeviceId, t.Id });
        thread.Property(t => t.HoldingId).HasConversion(new ValueConverter<HoldingId, Guid>(id => id.Value, value => new HoldingId(value)));
        thread.Property(t => t.SecretHash).HasMaxLength(32);
        thread.Property(t => t.Version).IsConcurrencyToken();
        thread.HasIndex(t => t.SecretHash).IsUnique();
        thread.HasIndex(t => t.Holder);
        thread.HasIndex(t => t.EndsAt);
        thread.HasIndex(t => t.ReportedAt);
    }
}

internal sealed class ContactMessageTable : IEntityTypeConfiguration<ContactMessage>
{
    public void Configure(EntityTypeBuilder<ContactMessage> message)
    {
        message.ToTable("contact_messages");
        message.HasKey(m => new { m.DeviceId, m.ThreadId, m.Number });
        message.Property(m => m.Number).ValueGeneratedNever();
        message.Property(m => m.Text).HasMaxLength(ContactText.Longest * 2);
        message.HasOne<ContactThread>().WithMany().HasForeignKey(m => new { m.DeviceId, m.ThreadId }).OnDelete(DeleteBehavior.Cascade);
    }
}
