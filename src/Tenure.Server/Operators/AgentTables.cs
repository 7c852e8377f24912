using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

/// <summary>Kept for as long as is looked back.</summary>
internal sealed class AgentLookTable : IEntityTypeConfiguration<AgentLook>
{
    public void Configure(EntityTypeBuilder<AgentLook> look)
    {
        look.ToTable("agent_looks");
        look.HasKey(l => l.Id);
        look.Property(l => l.Id).ValueGeneratedNever();
        look.Property(l => l.Agent).HasConversion(id => id.Value, value => new OperatorId(value));
        look.Property(l => l.Case).HasConversion(id => id!.Value.Value, value => new CaseId(value));
        look.HasIndex(l => new { l.Agent, l.Day });
        look.HasIndex(l => new { l.Agent, l.Case });
        look.HasIndex(l => l.Day);
    }
}

/// <summary>Kept for a year.</summary>
internal sealed class AgentAlarmTable : IEntityTypeConfiguration<AgentAlarm>
{
    public void Configure(EntityTypeBuilder<AgentAlarm> alarm)
    {
        alarm.ToTable("agent_alarms");
        // Of two processes that see the same, one says so.
        alarm.HasKey(a => new { a.Agent, a.Kind, a.Cause });
        alarm.Property(a => a.Agent).HasConversion(id => id.Value, value => new OperatorId(value));
        alarm.Property(a => a.Cause).HasMaxLength(CaseNumber.MaxTyped);
        alarm.HasIndex(a => a.At);
    }
}
