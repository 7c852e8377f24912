using Microsoft.EntityFrameworkCore;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Data;

public abstract class DatabaseTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task The_migrations_make_exactly_the_schema_that_the_code_maps() =>
        Assert.False(await Server.WithDatabaseAsync(db => Task.FromResult(db.Database.HasPendingModelChanges())), "run: dotnet ef migrations add NAME, for both databases");

    [Fact]
    public async Task Nothing_is_pending_after_the_start() =>
        Assert.Empty(await Server.WithDatabaseAsync(db => db.Database.GetPendingMigrationsAsync(Ct)));

    [Fact]
    public async Task Every_table_that_grows_with_people_begins_its_key_with_whose_it_is()
    {
        // Kept apart by docs/decisions/0002: what OpenIddict and Data Protection bring, the outbox, secrets, and what is found by a value.
        string[] others = ["oidc_", "data_protection_keys", "outbox", "server_keys", "identifiers", "registrations", "throttles", "code_budgets", "sign_in_transactions", "spent_nonces"];
        var keys = await Server.WithDatabaseAsync(db => Task.FromResult(db.Model.GetEntityTypes()
            .Where(e => e.GetTableName() is { } table && !others.Any(o => table.StartsWith(o, StringComparison.Ordinal)))
            .Select(e => (Table: e.GetTableName()!, Key: e.FindPrimaryKey()!.Properties[0].GetColumnName())).ToList()));
        Assert.NotEmpty(keys);
        Assert.All(keys, k => Assert.Contains(k.Key, k.Table == "accounts" ? new[] { "id" } : ["account_id", "device_id", "device_ref"]));
    }
}
