using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Testing;

namespace Tenure.Server.Tests.Crash;

/// <summary>A new version of the server is killed again and again while it brings the database of the first version up to date: the next start goes on, and nobody's rows are lost.</summary>
public sealed class MigrationCrashTests(ITestOutputHelper output)
{
    private const int People = 500;
    private const int KillsPerDatabase = 4;
    private const string Before = "none done";
    private const string After = "all done";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_migration_that_was_killed_is_finished_by_the_next_start(bool postgres) => RunAsync(postgres, kills: KillsPerDatabase);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public Task A_migration_that_was_killed_200_times_loses_nothing(bool postgres) => RunAsync(postgres, kills: 200);

    private async Task RunAsync(bool postgres, int kills)
    {
        var ct = TestContext.Current.CancellationToken;
        var moments = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (ready, around) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var killed = 0; killed < kills;)
        {
            var data = Directory.CreateTempSubdirectory("tenure-migration").FullName;
            var connection = postgres ? await PostgresServer.NewDatabaseAsync(ct: ct) : $"Data Source={Path.Combine(data, "tenure.db")};Pooling=False";
            await (postgres ? PostgresServer.UsedAsync() : SqliteUsedAsync());
            await using var server = new ServerProcess(data, postgres ? ["--database", connection] : []);
            if (ready == TimeSpan.Zero)
            {
                // How long one takes that nobody kills.
                await MakeFirstVersionAsync(connection, postgres, ct);
                var watch = Stopwatch.StartNew();
                await server.StartAsync(ct);
                (ready, around) = (watch.Elapsed, watch.Elapsed * 0.4);
                await CheckAsync(connection, postgres, ct);
                await server.KillAsync();
                continue;
            }

            await MakeFirstVersionAsync(connection, postgres, ct);
            var left = Before;
            for (var i = 0; i < KillsPerDatabase && left != After; i++, killed++)
            {
                server.Launch();
                await Task.Delay(around * (RandomNumberGenerator.GetInt32(85, 115) / 100.0), ct);
                await server.KillAsync();
                left = await MomentAsync(connection, postgres, ct);
                moments[left] = moments.GetValueOrDefault(left) + 1;
                // Goes where the migrations are: later when none was done, earlier when all were.
                around *= left == Before ? 1.05 : left == After ? 0.95 : 1;
            }

            if (left != After)
            {
                await server.StartAsync(ct);
            }

            await CheckAsync(connection, postgres, ct);
            await server.KillAsync();
            if (postgres)
            {
                await PostgresServer.DropAsync(connection);
            }

            Directory.Delete(data, recursive: true);
        }

        output.WriteLine($"{(postgres ? "PostgreSQL" : "SQLite")}: {kills} kills of a start that takes {ready.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s; after them: {string.Join(", ", moments.Select(m => $"{m.Key} {m.Value} times"))}");
    }

    private static Task SqliteUsedAsync()
    {
        Peers.Used(Peer.Sqlite, Peers.SqliteVersion);
        return Task.CompletedTask;
    }

    // The schema of the first migration, with people in it.
    private static async Task MakeFirstVersionAsync(string connection, bool postgres, CancellationToken ct)
    {
        await using var db = Open(connection, postgres);
        await db.GetService<IMigrator>().MigrateAsync("Initial", ct);
        await db.Database.OpenConnectionAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        for (var person = 0; person < People; person++)
        {
            var id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(person));
            var number = AccountNumber.Draw().Value;
            var email = $"person{number}@example.org";
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO accounts (id, number, nickname, language, state, password_hash, password_chosen_at, created_at, version) VALUES ({id}, {number}, {number}, {"de"}, {"Open"}, {"x"}, {DateTime.UnixEpoch}, {DateTime.UnixEpoch}, {1})", ct);
            await db.Database.ExecuteSqlAsync($"INSERT INTO identifiers (kind, value, account_id, verified_at) VALUES ({"Email"}, {email}, {id}, {DateTime.UnixEpoch})", ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task CheckAsync(string connection, bool postgres, CancellationToken ct)
    {
        await using var db = Open(connection, postgres);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(ct));
        var whole = await db.Accounts.Join(db.Identifiers, a => a.Id, i => i.AccountId, (a, i) => new { a.Nickname, a.Number, i.Value, i.AddedAt, i.VerifiedAt }).ToListAsync(ct);
        Assert.Equal(People, whole.Count);
        Assert.All(whole, row => Assert.Equal((row.Number.Value, $"person{row.Number.Value}@example.org"), (row.Nickname, row.Value)));
        Assert.All(whole, row => Assert.Equal(row.VerifiedAt, row.AddedAt));
        if (!postgres)
        {
            Assert.Equal("ok", await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").SingleAsync(ct));
        }
    }

    // What a kill left: migrations done, and on SQLite the row that would keep every later start waiting.
    private static async Task<string> MomentAsync(string connection, bool postgres, CancellationToken ct)
    {
        await using var db = Open(connection, postgres);
        var done = (await db.Database.GetAppliedMigrationsAsync(ct)).Count();
        var all = db.Database.GetMigrations().Count();
        var locked = !postgres && await db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(ct) > 0
            && await db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM \"__EFMigrationsLock\"").SingleAsync(ct) > 0;
        return done == all ? After : $"{(done == 1 ? Before : $"{done} of {all} done")}{(locked ? ", a lock left" : "")}";
    }

    private static TenureDb Open(string connection, bool postgres) => postgres
        ? new PostgresTenureDb((DbContextOptions<PostgresTenureDb>)Database.Postgres(new DbContextOptionsBuilder<PostgresTenureDb>(), new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString).Options)
        : new SqliteTenureDb((DbContextOptions<SqliteTenureDb>)Database.Sqlite(new DbContextOptionsBuilder<SqliteTenureDb>(), new SqliteConnectionStringBuilder(connection).ConnectionString).Options);
}
