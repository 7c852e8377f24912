using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tenure.Server.Platform.Sms;

internal sealed class SmsCounterTable : IEntityTypeConfiguration<SmsCounter>
{
    public void Configure(EntityTypeBuilder<SmsCounter> counter)
    {
        counter.ToTable("sms_counters");
        counter.HasKey(c => c.Key);
        counter.Property(c => c.Key).HasMaxLength(64).IsUnicode(false);
        counter.HasIndex(c => c.EndsAt);
    }
}

internal sealed class SmsCountryCountTable : IEntityTypeConfiguration<SmsCountryCount>
{
    public void Configure(EntityTypeBuilder<SmsCountryCount> count)
    {
        count.ToTable("sms_country_counts");
        count.HasKey(c => new { c.Country, c.StartsAt });
        count.Property(c => c.Country).HasMaxLength(2).IsUnicode(false);
    }
}

internal sealed class SmsClosureTable : IEntityTypeConfiguration<SmsClosure>
{
    public void Configure(EntityTypeBuilder<SmsClosure> closure)
    {
        closure.ToTable("sms_closures");
        closure.HasKey(c => c.Country);
        closure.Property(c => c.Country).HasMaxLength(2).IsUnicode(false);
    }
}
