using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Data;

/// <summary>The database. Capabilities map their entities in their own folders; this class knows none of them.</summary>
internal abstract class TenureDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>How a SELECT ends whose rows must stay as they are until the transaction does. SQLite has one writer at a time and needs nothing.</summary>
    public virtual string ForShare => "";

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcTimeConverter>();
        conventions.Properties<AccountId>().HaveConversion<AccountIdConverter>();
        conventions.Properties<SessionId>().HaveConversion<SessionIdConverter>();
        conventions.Properties<DeviceId>().HaveConversion<DeviceIdConverter>().HaveMaxLength(43).AreUnicode(false);
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.UseOpenIddict<Guid>();
        // OpenIddict names its tables itself, past the snake_case convention.
        model.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("oidc_applications");
        model.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("oidc_authorizations");
        model.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("oidc_scopes");
        model.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("oidc_tokens");
        model.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        model.ApplyConfigurationsFromAssembly(typeof(TenureDb).Assembly);
    }
}
