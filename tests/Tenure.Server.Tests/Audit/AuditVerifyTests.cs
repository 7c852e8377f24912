using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Audit;

public abstract class AuditVerifyTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_log_that_nobody_changed_holds_while_the_server_runs()
    {
        await LiveAsync();

        var (exit, output) = await VerifyAsync();

        Assert.Equal(0, exit);
        Assert.Matches("broken +0", output);
    }

    [Theory]
    [InlineData("de-AT", "beschädigt")]
    [InlineData("zh-CN", "损坏")]
    [InlineData("fr", "broken")]
    public async Task The_report_is_in_the_nearest_language(string language, string expected)
    {
        await LiveAsync();

        Assert.Matches(expected + " +0", (await VerifyAsync("--language", language)).Output);
    }

    [Fact]
    public async Task Without_a_choice_the_report_is_in_the_language_of_the_terminal()
    {
        using var output = new StringWriter();
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("es-MX");
            Assert.Equal(2, await AuditVerify.RunAsync(["--nonsense"], new ConfigurationBuilder().Build(), output, Ct));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }

        Assert.StartsWith("Uso: audit verify", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_holds_at_every_moment_while_devices_come_and_go()
    {
        var busy = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => LiveAsync()));
        do
        {
            Assert.Equal(0, (await VerifyAsync()).Exit);
        }
        while (!busy.IsCompleted);

        await busy;
    }

    /// <summary>Every column of every table of the log, but for the number by which an entry waits: that one says nothing.</summary>
    [Theory]
    [InlineData("device_log", true)]
    [InlineData("device_log_openings", true)]
    [InlineData("log_leaves", true)]
    [InlineData("log_tiles", false)]
    [InlineData("log_tree", false)]
    [InlineData("log_checkpoints", false)]
    public async Task One_byte_changed_in_any_column_of_any_row_is_found(string table, bool ofDevice)
    {
        var device = await LiveAsync();
        await using var pause = await host.NothingTakenUpAsync(Ct);
        var rows = await host.InDatabaseAsync(db => RowsAsync(db, $"SELECT * FROM {table}" + (ofDevice ? $" WHERE device_id = '{device}'" : "")));
        Assert.True(ofDevice ? rows.Count == 7 : rows.Count > 0);
        foreach (var row in rows.TakeLast(7))
        {
            // Votes of a case are no part of the log: the signer verifies them by the agents' own keys.
            foreach (var column in row.Keys.Where(name => name != "votes"))
            {
                await ReplaceAsync(table, row, new(row) { [column] = Changed(column, row[column]) });

                var (exit, output) = await VerifyAsync("--json");

                Assert.True(exit == 1, $"{table}.{column} of row {string.Join(' ', row.Values)} was changed and nothing was found.");
                using var report = JsonDocument.Parse(output);
                Assert.NotEmpty(report.RootElement.GetProperty("broken").EnumerateArray());
                await ReplaceAsync(table, new(row) { [column] = Changed(column, row[column]) }, row);
            }
        }

        Assert.Equal(0, (await VerifyAsync()).Exit);
    }

    [Theory]
    [InlineData("DELETE FROM device_log WHERE device_id = '{0}' AND sequence = 2", "sequence_gap", "leaf_differs")]
    [InlineData("DELETE FROM device_log WHERE device_id = '{0}' AND sequence = 6", "opening_foreign", "leaf_differs")]
    [InlineData("DELETE FROM device_log WHERE device_id = '{0}'", "chain_missing", "leaf_differs")]
    [InlineData("DELETE FROM device_log_openings WHERE device_id = '{0}' AND sequence = 1", "opening_missing", null)]
    [InlineData("DELETE FROM device_log_openings WHERE device_id = '{0}' AND sequence = 5", "opening_missing", null)]
    [InlineData("DELETE FROM device_log_openings WHERE device_id = '{0}' AND sequence IN (0, 6)", "opening_missing", null)]
    [InlineData("DELETE FROM device_log WHERE device_id = '{0}' AND sequence = 6; DELETE FROM device_log_openings WHERE device_id = '{0}' AND sequence = 6; DELETE FROM log_leaves WHERE device_id = '{0}' AND sequence = 6", null, "tree_differs")]
    [InlineData("DELETE FROM log_leaves WHERE device_id = '{0}' AND sequence = 6", "entry_astray", "tree_differs")]
    [InlineData("DELETE FROM log_leaves WHERE device_id = '{0}' AND sequence = 3", null, "leaf_differs")]
    [InlineData("UPDATE log_leaves SET leaf_index = leaf_index + 1000000 WHERE device_id = '{0}' AND sequence = 3", null, "leaf_differs")]
    [InlineData("INSERT INTO log_waiting (device_id, sequence, hash) SELECT device_id, sequence, hash FROM device_log WHERE device_id = '{0}' AND sequence = 3", "entry_astray", null)]
    [InlineData("DELETE FROM log_tiles", null, "tile_differs")]
    [InlineData("INSERT INTO log_tiles (id, hashes) SELECT 77, hashes FROM log_tiles WHERE id = 0", null, "tile_differs")]
    [InlineData("DELETE FROM log_tree", null, "tree_differs")]
    [InlineData("DELETE FROM log_checkpoints", null, "checkpoint_differs")]
    [InlineData("DELETE FROM log_checkpoints WHERE size = (SELECT size FROM log_tree)", null, "checkpoint_differs")]
    [InlineData("UPDATE devices SET epoch = epoch + 1 WHERE device_id = '{0}'", "state_differs", null)]
    [InlineData("UPDATE devices SET state = 'Held' WHERE device_id = '{0}'", "state_differs", null)]
    [InlineData("UPDATE devices SET state = 'Nonsense' WHERE device_id = '{0}'", "unreadable", null)]
    [InlineData("DELETE FROM devices WHERE device_id = '{0}'", "device_missing", null)]
    public async Task A_row_that_is_missing_or_tells_another_story_is_found(string statement, string? ofDevice, string? ofTree)
    {
        var device = await LiveAsync();
        await using var pause = await host.NothingTakenUpAsync(Ct);
        var backup = await CopyAsync(device);
        await RunAsync(string.Format(CultureInfo.InvariantCulture, statement, device));

        var (exit, output) = await VerifyAsync("--json");

        await RestoreAsync(device, backup);
        Assert.Equal(1, exit);
        using var report = JsonDocument.Parse(output);
        var broken = report.RootElement.GetProperty("broken").EnumerateArray().Select(b => (b.GetProperty("device").GetString(), b.GetProperty("reason").GetString())).ToList();
        Assert.Equal(ofDevice is null ? [] : [(device, ofDevice)], broken.Where(b => b.Item1 != TreeVerifier.Name));
        if (ofTree is null)
        {
            Assert.DoesNotContain(TreeVerifier.Name, broken.Select(b => b.Item1));
        }
        else
        {
            Assert.Contains((TreeVerifier.Name, ofTree), broken);
        }

        Assert.Equal(0, (await VerifyAsync()).Exit);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("size")]
    [InlineData("hour")]
    [InlineData("log")]
    public async Task A_checkpoint_that_is_signed_rightly_and_says_something_else_is_found(string what)
    {
        await LiveAsync();
        await using var pause = await host.NothingTakenUpAsync(Ct);
        var kept = await host.InDatabaseAsync(db => db.LogCheckpoints.AsNoTracking().OrderBy(c => c.At).ThenBy(c => c.Size).LastAsync(Ct));
        var says = CheckpointCodec.ReadUnverified(kept.Signed);
        var other = what switch
        {
            "root" => says with { RootHash = Changed(says.RootHash) },
            "size" => says with { Size = says.Size + 1 },
            "hour" => says with { At = says.At.AddHours(1) },
            _ => says with { LogId = Changed(says.LogId) },
        };
        var signed = (await host.Services.GetRequiredService<TicketSigner>().SignAsync(other, Ct)).Value;
        await SetAsync(signed);

        var (exit, output) = await VerifyAsync("--json");

        await SetAsync(kept.Signed);
        Assert.Equal(1, exit);
        using var report = JsonDocument.Parse(output);
        var broken = report.RootElement.GetProperty("broken").EnumerateArray().Select(b => (b.GetProperty("device").GetString(), b.GetProperty("reason").GetString()));
        Assert.Equal([(TreeVerifier.Name, "checkpoint_differs")], broken);
        Assert.Equal(0, (await VerifyAsync()).Exit);

        Task<int> SetAsync(byte[] value) => host.InDatabaseAsync(
            db => db.LogCheckpoints.Where(c => c.Size == kept.Size && c.At == kept.At).ExecuteUpdateAsync(set => set.SetProperty(c => c.Signed, value), Ct));
    }

    [Fact]
    public async Task Without_the_roots_all_but_signatures_is_checked_and_the_report_says_so()
    {
        await LiveAsync();
        var data = Directory.CreateTempSubdirectory("tenure-audit").FullName;
        if (host.Connection is null)
        {
            File.Copy(Path.Combine(host.DataFolder, "tenure.db"), Path.Combine(data, "tenure.db"));
            File.Copy(Path.Combine(host.DataFolder, "tenure.db-wal"), Path.Combine(data, "tenure.db-wal"));
        }

        await using var output = new StringWriter();
        string[] where = host.Connection is { } connection ? ["--database", connection] : [];

        var exit = await AuditVerify.RunAsync([.. where, "--data", data, "--language", "en"], new ConfigurationBuilder().Build(), output, Ct);

        Assert.True(exit == 0, output.ToString());
        Assert.Contains("signatures of the checkpoints were not checked", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not checked", (await VerifyAsync()).Output, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_holding_can_be_erased_as_a_whole_and_everything_still_holds()
    {
        var device = new DeviceId(await LiveAsync());
        var holding = (await host.InDatabaseAsync(db => db.DeviceLogOpenings.AsNoTracking().Where(o => o.DeviceId == device && o.HoldingId != null).ToListAsync(Ct)))[0].HoldingId!.Value;
        var before = await host.InDatabaseAsync(db => RowsAsync(db, $"SELECT * FROM device_log WHERE device_id = '{device.Value}' ORDER BY sequence"));

        var erased = await host.InScopeAsync(services => services.GetRequiredService<DeviceLogBook>().EraseAsync(device, new HoldingId(holding), Ct));

        Assert.Equal(5, erased);
        Assert.Equal(0, (await VerifyAsync()).Exit);
        var after = await host.InDatabaseAsync(db => RowsAsync(db, $"SELECT * FROM device_log WHERE device_id = '{device.Value}' ORDER BY sequence"));
        Assert.Equal(before.SelectMany(row => row.Values), after.SelectMany(row => row.Values));
        Assert.Equal(0L, await host.InDatabaseAsync(db => db.DeviceLogOpenings.LongCountAsync(o => o.HoldingId == holding, Ct)));
    }

    [Fact]
    public async Task A_holder_put_into_the_row_by_hand_is_found()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var thief = await host.NewHolderAsync(Ct);
        await host.InDatabaseAsync(db => db.Set<Domain.Devices.Device>().Where(d => d.Holder == ada.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.Holder, thief.Id), Ct));

        var (exit, output) = await VerifyAsync("--language", "ru");

        await host.InDatabaseAsync(db => db.Set<Domain.Devices.Device>().Where(d => d.Holder == thief.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.Holder, ada.Id), Ct));
        Assert.Equal(1, exit);
        Assert.Contains("state_differs", output, StringComparison.Ordinal);
        Assert.Contains("Строка устройства говорит не то, что его последняя запись.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--data")]
    public async Task Wrong_usage_and_no_database_are_told_apart_from_a_broken_log(string argument)
    {
        using var output = new StringWriter();

        Assert.Equal(2, await AuditVerify.RunAsync([argument], new ConfigurationBuilder().Build(), output, Ct));
        Assert.Equal(2, await AuditVerify.RunAsync(["--data", Path.Combine(host.DataFolder, "nowhere")], new ConfigurationBuilder().Build(), output, Ct));
    }

    [Fact]
    public async Task The_holder_gets_the_whole_log_and_can_check_it()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;

        var log = await ClientOf(ada.Token).GetDeviceLogAsync(phone.Id, 0, Ct);

        Assert.Equal(["enrolled", "activated", "hold_confirmed"], log.Entries.Select(e => e.Event));
        Assert.Equal([false, true, true], log.Entries.Select(e => e.Details is not null));
        AssertHolds(log);
        Assert.DoesNotContain(ada.Id.ToString(), string.Concat(log.Entries.Select(e => e.Details)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_next_holder_sees_that_something_happened_before_and_not_what()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);

        var log = await ClientOf(bob.Token).GetDeviceLogAsync(phone.Id, 0, Ct);

        Assert.Equal(8, log.Entries.Count);
        Assert.All(log.Entries.Take(6), e => Assert.Equal((null, null), (e.Details, e.Salt)));
        Assert.All(log.Entries.Skip(6), e => Assert.True(e is { Details: not null, Salt: not null }));
        AssertHolds(log);
    }

    private static void AssertHolds(Client.Devices.DeviceLog log) => Assert.Null(LogChain.Verify(LogLines.Of(log)));

    // Seven entries: enrolled, activated, confirmed, granted, ticket, released, synced. All of them are in the tree.
    private async Task<string> LiveAsync()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.SyncAsync(Ct);
        await host.LogTakenUpAsync(Ct);
        return phone.Id;
    }

    private async Task<(int Exit, string Output)> VerifyAsync(params string[] more)
    {
        await using var output = new StringWriter();
        string[] where = host.Connection is { } connection ? ["--database", connection] : [];
        return (await AuditVerify.RunAsync([.. where, "--data", host.DataFolder, "--language", "en", .. more], new ConfigurationBuilder().Build(), output, Ct), output.ToString());
    }

    // Where there is nothing, there is something then.
    private static object Changed(string column, object value) => value switch
    {
        byte[] bytes => Changed(bytes),
        string text => text[..(text.Length / 2)] + (char)(text[text.Length / 2] ^ 1) + text[((text.Length / 2) + 1)..],
        long number => number ^ 0x100,
        int number => number ^ 1,
        Guid id => new Guid(Convert.FromHexString(id.ToString("N")).Select((b, i) => i == 7 ? (byte)(b ^ 1) : b).ToArray()),
        DBNull => column == "holding_ref" ? new byte[16] : Guid.Empty,
        var other => throw new InvalidOperationException($"{column} is of a type that this test does not know: {other.GetType()}"),
    };

    private static byte[] Changed(byte[] bytes) => [.. bytes.Select((b, i) => i == bytes.Length / 2 ? (byte)(b ^ 1) : b)];

    private async Task ReplaceAsync(string table, Dictionary<string, object> row, Dictionary<string, object> other)
    {
        var key = table switch
        {
            "log_leaves" => ["leaf_index"],
            "log_tiles" or "log_tree" => ["id"],
            "log_checkpoints" => ["size", "at"],
            _ => new[] { "device_id", "sequence" },
        };
        await RunAsync($"DELETE FROM {table} WHERE {string.Join(" AND ", key.Select((k, i) => $"{k} = {ParameterName(i)}"))}", [.. key.Select(k => row[k])]);
        await InsertAsync(table, other);
    }

    private async Task<Dictionary<string, List<Dictionary<string, object>>>> CopyAsync(string device)
    {
        var copy = new Dictionary<string, List<Dictionary<string, object>>>();
        foreach (var (table, where) in Tables(device))
        {
            copy[table] = await host.InDatabaseAsync(db => RowsAsync(db, $"SELECT * FROM {table} {where}"));
        }

        return copy;
    }

    private async Task RestoreAsync(string device, Dictionary<string, List<Dictionary<string, object>>> copy)
    {
        foreach (var (table, where) in Tables(device))
        {
            await RunAsync($"DELETE FROM {table} {where}");
            foreach (var row in copy[table])
            {
                await InsertAsync(table, row);
            }
        }
    }

    private static (string Table, string Where)[] Tables(string device) =>
    [
        .. new[] { "devices", "device_log", "device_log_openings" }.Select(table => (table, $"WHERE device_id = '{device}'")),
        .. new[] { "log_leaves", "log_waiting", "log_tiles", "log_tree", "log_checkpoints" }.Select(table => (table, "")),
    ];

    private Task<int> InsertAsync(string table, Dictionary<string, object> row) =>
        RunAsync($"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Keys.Select((_, i) => ParameterName(i)))})", [.. row.Values]);

    private static string ParameterName(int i) => $"@value{i}";

    private static async Task<List<Dictionary<string, object>>> RowsAsync(TenureDb db, string sql)
    {
        await using var command = await CommandAsync(db, sql);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<Dictionary<string, object>>();
        while (await reader.ReadAsync(Ct))
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue));
        }

        return rows;
    }

    private Task<int> RunAsync(string sql, params object[] values) => host.InDatabaseAsync(async db =>
    {
        await using var command = await CommandAsync(db, sql);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = ParameterName(i);
            parameter.Value = values[i];
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync(Ct);
    });

    private static async Task<DbCommand> CommandAsync(TenureDb db, string sql)
    {
        await db.Database.OpenConnectionAsync(Ct);
        var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The statements are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
