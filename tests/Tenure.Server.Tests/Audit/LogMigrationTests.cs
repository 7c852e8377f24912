using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Tenure.Protocols.Log;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Testing;

namespace Tenure.Server.Tests.Audit;

/// <summary>Chains from before the tree: they go into it as they are, and their details to where they can be erased.</summary>
public sealed class LogMigrationTests
{
    private const string Before = "DeviceClaims";
    private static readonly Guid First = Guid.Parse("11111111-2222-3333-4444-aaaaaaaaaaaa");
    private static readonly Guid Second = Guid.Parse("11111111-2222-3333-4444-bbbbbbbbbbbb");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chain_from_before_the_tree_is_taken_up_as_it_is(bool postgres)
    {
        var data = Directory.CreateTempSubdirectory("tenure-log").FullName;
        var connection = postgres ? await PostgresServer.NewDatabaseAsync(ct: Ct) : $"Data Source={Path.Combine(data, "tenure.db")};Pooling=False";
        await UsedAsync(postgres);
        List<byte[]> hashes;
        await using (var db = Open(connection, postgres))
        {
            await db.GetService<IMigrator>().MigrateAsync(Before, Ct);
            hashes = await MakeChainAsync(db, new string('d', 43));
        }

        string[] where = postgres ? ["--database", connection] : [];
        await using (var server = new ServerProcess(data, where))
        {
            await server.StartAsync(Ct);
            await using var db = Open(connection, postgres);
            while (await db.WaitingEntries.AnyAsync(Ct))
            {
                await Task.Delay(50, Ct);
            }
        }

        var verified = await Tool.RunAsync(Programs.Server, ["audit", "verify", "--data", data, .. where, "--json"], Ct);
        Assert.True(verified.ExitCode == 0, verified.Text);
        await using (var db = Open(connection, postgres))
        {
            Assert.Equal(hashes, await db.LogLeaves.OrderBy(l => l.Index).Join(db.DeviceLog, l => l.Sequence, e => e.Sequence, (_, e) => e.Hash).ToListAsync(Ct));
            Assert.All(await db.DeviceLog.ToListAsync(Ct), e => Assert.Equal((1, null), (e.Format, e.HoldingRef)));
            Assert.Equal(
                new Guid?[] { null, First, First, First, First, First, null, Second, Second },
                await db.DeviceLogOpenings.OrderBy(o => o.Sequence).Select(o => o.HoldingId).ToListAsync(Ct));
            Assert.Equal(hashes.Count, (await db.LogTrees.SingleAsync(Ct)).Size);
        }

        if (postgres)
        {
            await PostgresServer.DropAsync(connection, Ct);
        }

        Directory.Delete(data, recursive: true);
    }

    // The names and details of a life with two holdings, the second one declined, as the version before wrote them.
    private static async Task<List<byte[]>> MakeChainAsync(TenureDb db, string device)
    {
        (string Event, string State, int Epoch, Guid? Holding)[] life =
        [
            ("enrolled", "free", 0, null), ("activated", "held", 0, First), ("hold_confirmed", "held", 0, First), ("release_granted", "releasing", 0, First),
            ("release_ticket_issued", "releasing", 0, First), ("released", "free", 1, null), ("synced", "free", 1, null), ("activated", "held", 1, Second), ("declined", "free", 2, null),
        ];
        byte[] deviceRef = [.. Enumerable.Repeat((byte)5, LogChain.RefSize)];
        List<byte[]> hashes = [];
        await db.Database.OpenConnectionAsync(Ct);
        for (var i = 0; i < life.Length; i++)
        {
            var (name, state, epoch, holding) = life[i];
            byte[] salt = [.. Enumerable.Repeat((byte)i, LogChain.SaltSize)];
            var details = $$"""{"device":"{{device}}","state":"{{state}}","epoch":{{epoch}}{{(holding is { } h ? $",\"holding\":\"{h:N}\"" : "")}}}""";
            var entry = new LogEntry
            {
                DeviceRef = deviceRef,
                Sequence = i,
                Previous = i == 0 ? LogChain.Start : hashes[^1],
                Event = name,
                At = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000 + (60 * i)),
                Commitment = LogChain.Commit(salt, Encoding.UTF8.GetBytes(details)),
            };
            hashes.Add(LogChain.Hash(entry));
            await db.RunAsync(
                new(
                    "INSERT INTO device_log (device_id, sequence, device_ref, event, at, details, salt, commitment, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    device, entry.Sequence, deviceRef, name, entry.At.ToUnixTimeSeconds(), details, salt, entry.Commitment, entry.Previous, hashes[^1]),
                Ct);
        }

        await db.RunAsync(new("INSERT INTO device_log_heads (device_id, device_ref, length, hash) VALUES ($1, $2, $3, $4)", device, deviceRef, (long)life.Length, hashes[^1]), Ct);
        await db.RunAsync(
            new(
                "INSERT INTO devices (device_id, public_key, model, first_seen_at, state, epoch, boot_count, request_count, version) VALUES ($1, $2, 'lotus', $3, 'Free', $4, 1, 1, 1)",
                device, new byte[77], UtcTimeConverter.ToStored(DateTimeOffset.UnixEpoch), 2L),
            Ct);
        return hashes;
    }

    private static async Task UsedAsync(bool postgres)
    {
        if (postgres)
        {
            await PostgresServer.UsedAsync();
        }
        else
        {
            Peers.Used(Peer.Sqlite, Peers.SqliteVersion);
        }
    }

    private static TenureDb Open(string connection, bool postgres) => postgres
        ? new PostgresTenureDb((DbContextOptions<PostgresTenureDb>)Database.Postgres(new DbContextOptionsBuilder<PostgresTenureDb>(), new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString).Options)
        : new SqliteTenureDb((DbContextOptions<SqliteTenureDb>)Database.Sqlite(new DbContextOptionsBuilder<SqliteTenureDb>(), new SqliteConnectionStringBuilder(connection).ConnectionString).Options);
}
