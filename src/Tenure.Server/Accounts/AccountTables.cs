using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts;

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("accounts");
        account.Property(a => a.Id).ValueGeneratedNever();
        account.Property(a => a.Number).HasConversion(number => number.Value, stored => AccountNumber.FromStored(stored)).HasMaxLength(AccountNumber.Length);
        account.HasIndex(a => a.Number).IsUnique();
        account.Property(a => a.Nickname).HasMaxLength(Nickname.MaxLength * 2);
        account.Property(a => a.Language).HasMaxLength(35);
        account.Property(a => a.Gender).HasMaxLength(Gender.MaxLength * 2);
        account.Property(a => a.Country).HasMaxLength(2);
        account.Property(a => a.Picture).HasMaxLength(64);
        account.Property(a => a.PasswordHash).HasMaxLength(200);
        account.Property(a => a.Version).IsConcurrencyToken();
    }
}

/// <summary>Lives half an hour, before there is an account to key it by.</summary>
internal sealed class RegistrationTable : IEntityTypeConfiguration<Registration>
{
    public void Configure(EntityTypeBuilder<Registration> registration)
    {
        registration.ToTable("registrations");
        registration.HasKey(r => r.Key);
        registration.Property(r => r.Key).HasMaxLength(32);
        registration.Property(r => r.Value).HasMaxLength(EmailAddress.MaxLength);
        registration.Ignore(r => r.Address);
        registration.Property(r => r.Language).HasMaxLength(35);
        registration.ComplexProperty(r => r.Code, code => code.Property(c => c.Hash).HasMaxLength(32));
        registration.Property(r => r.Version).IsConcurrencyToken();
        registration.HasIndex(r => r.ExpiresAt);
    }
}
