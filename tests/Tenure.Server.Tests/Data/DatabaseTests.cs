using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.SignIn.Contracts;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_statements_that_belong_together_all_are_written_or_none(bool insideATransaction)
    {
        const string Insert = "INSERT INTO throttles (key, failures, last_failure_at, forget_at) VALUES ($1, 1, $2, $2)";
        var time = UtcTimeConverter.ToStored(DateTimeOffset.UnixEpoch);
        var (first, second) = (Guid.CreateVersion7().ToString("N"), Guid.CreateVersion7().ToString("N"));
        await RunAsync(new(Insert, first, time), new(Insert, second, time));
        Assert.Equal(2, await CountAsync());

        // The second one breaks the key: the first must go with it.
        await Assert.ThrowsAnyAsync<DbException>(() => RunAsync(new("DELETE FROM throttles WHERE key = $1", first), new(Insert, second, time)));
        Assert.Equal(2, await CountAsync());

        Task RunAsync(params Statement[] statements) => Server.WithDatabaseAsync(async db =>
        {
            await using var transaction = insideATransaction ? await db.Database.BeginTransactionAsync(Ct) : null;
            await db.RunAllAsync(statements, Ct);
            await (transaction?.CommitAsync(Ct) ?? Task.CompletedTask);
            return 0;
        });

        Task<int> CountAsync() => Server.WithDatabaseAsync(db => db.Throttles.CountAsync(t => t.Key == first || t.Key == second, Ct));
    }

    [Fact]
    public async Task Every_table_that_grows_with_people_begins_its_key_with_whose_it_is()
    {
        // Kept apart by docs/decisions/0002: what OpenIddict and Data Protection bring, the outbox, counts of SMS, secrets, the tree over all logs, what is found by a value, what operators have, what makers say, their packages, workshops, and what is left of erased accounts.
        string[] others = ["oidc_", "data_protection_keys", "outbox", "sms_", "server_keys", "server_generations", "agent_", "identifiers", "registrations", "password_resets", "throttles", "code_budgets", "sign_in_transactions", "proof_codes", "spent_nonces", "operator", "log_", "manifest", "firmware", "workshop", "case", "document", "tombstones"];
        var keys = await Server.WithDatabaseAsync(db => Task.FromResult(db.Model.GetEntityTypes()
            .Where(e => e.GetTableName() is { } table && !others.Any(o => table.StartsWith(o, StringComparison.Ordinal)))
            .Select(e => (Table: e.GetTableName()!, Key: e.FindPrimaryKey()!.Properties[0].GetColumnName())).ToList()));
        Assert.NotEmpty(keys);
        Assert.All(keys, k => Assert.Contains(k.Key, k.Table == "accounts" ? new[] { "id" } : ["account_id", "device_id", "device_ref"]));
    }
}
