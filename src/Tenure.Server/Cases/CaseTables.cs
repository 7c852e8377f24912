using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Signing;

namespace Tenure.Server.Cases;

/// <summary>Found by its number: there may be no account.</summary>
internal sealed class CaseTable : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> one)
    {
        one.ToTable("cases");
        one.HasKey(c => c.Id);
        one.Property(c => c.Id).HasConversion(id => id.Value, value => new CaseId(value)).ValueGeneratedNever();
        one.Property(c => c.Number).HasMaxLength(CaseNumber.Length);
        one.HasIndex(c => c.Number).IsUnique();
        one.Property(c => c.SecretHash).HasMaxLength(32);
        one.Property(c => c.NextSecretHash).HasMaxLength(32);
        one.Property(c => c.Subject).HasMaxLength(32);
        one.Property(c => c.OpenAs).HasMaxLength(32);
        one.Property(c => c.Contact).HasMaxLength(EmailAddress.MaxLength);
        // As a number: the names of several do not fit. Names that were written before are read as well.
        one.Property(c => c.Flags).HasConversion(flags => ((int)flags).ToString(CultureInfo.InvariantCulture), text => Enum.Parse<CaseFlags>(text));
        one.Property(c => c.Network).HasMaxLength(Network.MaxLength);
        one.Property(c => c.Language).HasMaxLength(16);
        one.Property(c => c.Agent).HasConversion(id => id!.Value.Value, value => new OperatorId(value));
        one.ComplexProperty(c => c.Code, code => code.Property(x => x.Hash).HasMaxLength(32));
        one.Property(c => c.Version).IsConcurrencyToken();
        // Of two about the same that are handed in at once, one is.
        one.HasIndex(c => c.OpenAs).IsUnique();
        one.HasIndex(c => new { c.Subject, c.SubmittedAt });
        one.HasIndex(c => c.AccountId);
        one.HasIndex(c => c.DeviceId);
        one.HasIndex(c => c.DueAt);
        one.HasIndex(c => c.EndsAt);
        one.HasIndex(c => c.ClosedAt);
        one.HasIndex(c => new { c.State, c.SubmittedAt });
        // The queue of an agent; the latest time that any case has seen; what is like another one; what decoys follow.
        one.HasIndex(c => new { c.Agent, c.DrawnAt });
        one.HasIndex(c => c.LatestAt);
        one.HasIndex(c => new { c.Contact, c.SubmittedAt });
        one.HasIndex(c => new { c.Network, c.SubmittedAt });
        one.HasIndex(c => c.SubmittedAt);
        one.OwnsMany(c => c.Acts, act =>
        {
            act.ToTable("case_acts");
            act.WithOwner().HasForeignKey("CaseId");
            act.Property(a => a.Agent).HasConversion(id => id.Value, value => new OperatorId(value)).ValueGeneratedNever();
            // Whoever did anything in a case does nothing more in it.
            act.HasKey("CaseId", nameof(CaseAct.Agent));
            act.Property(a => a.Digest).HasMaxLength(32);
            act.Property(a => a.Vote).HasMaxLength(SignedVotesCodec.MaxVoteBytes);
            act.HasIndex(nameof(CaseAct.Agent), nameof(CaseAct.At));
        });
        one.OwnsMany(c => c.Draws, draw =>
        {
            draw.ToTable("case_draws");
            draw.WithOwner().HasForeignKey("CaseId");
            draw.Property(d => d.Agent).HasConversion(id => id.Value, value => new OperatorId(value)).ValueGeneratedNever();
            draw.HasKey("CaseId", nameof(CaseDraw.Agent));
        });
        one.OwnsMany(c => c.Contests, contest =>
        {
            contest.ToTable("case_contests");
            contest.WithOwner().HasForeignKey("CaseId");
            contest.Property(c => c.Channel).HasMaxLength(32);
            contest.HasKey("CaseId", nameof(CaseContest.Channel));
        });
    }
}

/// <summary>In the order in which they were written.</summary>
internal sealed class CaseMessageTable : IEntityTypeConfiguration<CaseMessageRow>
{
    public void Configure(EntityTypeBuilder<CaseMessageRow> message)
    {
        message.ToTable("case_messages");
        message.HasKey(m => new { m.CaseId, m.Number });
        message.Property(m => m.CaseId).HasConversion(id => id.Value, value => new CaseId(value));
        message.Property(m => m.Number).ValueGeneratedNever();
        message.Property(m => m.Text).HasMaxLength(CaseRules.LongestMessage * 2);
    }
}

/// <summary>Kept as long as the case.</summary>
internal sealed class CaseNoticeTable : IEntityTypeConfiguration<CaseNotice>
{
    public void Configure(EntityTypeBuilder<CaseNotice> notice)
    {
        notice.ToTable("case_notices");
        notice.HasKey(n => new { n.CaseId, n.SecretHash });
        notice.Property(n => n.CaseId).HasConversion(id => id.Value, value => new CaseId(value));
        notice.Property(n => n.SecretHash).HasMaxLength(32);
        notice.Property(n => n.Channel).HasMaxLength(32);
        notice.HasIndex(n => n.SecretHash).IsUnique();
    }
}

/// <summary>Kept as long as the case.</summary>
internal sealed class CaseDecoyTable : IEntityTypeConfiguration<CaseDecoy>
{
    public void Configure(EntityTypeBuilder<CaseDecoy> decoy)
    {
        decoy.ToTable("case_decoys");
        decoy.HasKey(d => d.CaseId);
        decoy.Property(d => d.CaseId).HasConversion(id => id.Value, value => new CaseId(value)).ValueGeneratedNever();
        decoy.Property(d => d.Seed).HasConversion(id => id.Value, value => new CaseId(value));
        decoy.HasIndex(d => d.Seed).IsUnique();
        decoy.Property(d => d.Holder).HasMaxLength(40);
        decoy.Property(d => d.Model).HasMaxLength(128);
        decoy.Property(d => d.Facts).HasMaxLength(200);
        decoy.Property(d => d.History).HasMaxLength(2000);
        decoy.HasOne<Case>().WithOne().HasForeignKey<CaseDecoy>(d => d.CaseId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>One row.</summary>
internal sealed class CaseFiguresTable : IEntityTypeConfiguration<CaseFigures>
{
    public void Configure(EntityTypeBuilder<CaseFigures> figures)
    {
        figures.ToTable("case_figures");
        figures.HasKey(f => f.Id);
        figures.Property(f => f.Id).ValueGeneratedNever();
    }
}
