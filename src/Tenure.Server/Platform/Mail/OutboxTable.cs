using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Server.Data;

namespace Tenure.Server.Platform.Mail;

internal sealed class OutboxTable : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.ToTable("outbox");
        message.Property(m => m.Id).ValueGeneratedNever();
        message.Property(m => m.Channel).HasDefaultValue(MessageChannel.Mail);
        message.Property(m => m.Recipient).HasMaxLength(254);
        message.Property(m => m.Subject).HasMaxLength(200);
        message.Property(m => m.Language).HasMaxLength(35);
        message.Property(m => m.MessageId).HasMaxLength(200);
        message.Property(m => m.LastError).HasMaxLength(200);
        message.Property(m => m.Version).IsConcurrencyToken();
        message.HasIndex(m => new { m.Channel, m.SentAt, m.DueAt });
    }
}

internal static class OutboxSet
{
    extension(TenureDb db)
    {
        public DbSet<OutboxMessage> Outbox => db.Set<OutboxMessage>();
    }
}
