using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Server.SignIn;

/// <summary>Lives ten minutes; keyed by its own secret, because who types a code has nothing else.</summary>
internal sealed class SignInTransactionTable : IEntityTypeConfiguration<SignInTransaction>
{
    public void Configure(EntityTypeBuilder<SignInTransaction> transaction)
    {
        transaction.ToTable("sign_in_transactions");
        transaction.HasKey(t => t.Key);
        transaction.Property(t => t.Key).HasMaxLength(32);
        transaction.Property(t => t.DeviceName).HasMaxLength(80);
        transaction.Property(t => t.Phone).HasConversion(number => number!.Value.Value, stored => PhoneNumber.FromStored(stored)).HasMaxLength(PhoneNumber.MaxLength);
        transaction.ComplexProperty(t => t.Code, code => code.Property(c => c.Hash).HasMaxLength(32));
        transaction.Property(t => t.Version).IsConcurrencyToken();
        transaction.HasIndex(t => t.ExpiresAt);
    }
}

internal sealed class KnownDeviceTable : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> device)
    {
        device.ToTable("known_devices");
        device.HasKey(d => new { d.AccountId, d.SecretHash });
        device.Property(d => d.SecretHash).HasMaxLength(32);
        device.Property(d => d.Name).HasMaxLength(Contracts.KnownDevices.LongestName);
        device.HasIndex(d => d.ExpiresAt);
    }
}

/// <summary>Counted by one statement in <see cref="Contracts.Throttles"/>, so that it needs no concurrency token.</summary>
internal sealed class ThrottleTable : IEntityTypeConfiguration<Throttle>
{
    public void Configure(EntityTypeBuilder<Throttle> throttle)
    {
        throttle.ToTable("throttles");
        throttle.HasKey(t => t.Key);
        throttle.Property(t => t.Key).HasMaxLength(64);
        throttle.HasIndex(t => t.ForgetAt);
    }
}

internal sealed class CodeBudgetTable : IEntityTypeConfiguration<CodeBudget>
{
    public void Configure(EntityTypeBuilder<CodeBudget> budget)
    {
        budget.ToTable("code_budgets");
        budget.HasKey(b => new { b.Subject, b.Day });
        budget.Property(b => b.Subject).HasMaxLength(64);
        budget.Property(b => b.Version).IsConcurrencyToken();
    }
}
