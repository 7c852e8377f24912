using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Data;
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
        Assert.Contains("broken   0", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-AT", "beschädigt  0")]
    [InlineData("zh-CN", "损坏  0")]
    [InlineData("fr", "broken   0")]
    public async Task The_report_is_in_the_nearest_language(string language, string expected)
    {
        await LiveAsync();

        Assert.Contains(expected, (await VerifyAsync("--language", language)).Output, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("device_log")]
    [InlineData("device_log_heads")]
    public async Task One_byte_changed_in_any_column_of_any_row_is_found(string table)
    {
        var device = await LiveAsync();
        foreach (var column in await ColumnsAsync(table))
        {
            for (var row = 0; row < (table == "device_log" ? 7 : 1); row++)
            {
                var where = $"device_id = '{device}'" + (table == "device_log" ? $" AND sequence = {row}" : "");
                var undo = await ChangeByteAsync(table, column, where);

                var (exit, output) = await VerifyAsync("--json");

                Assert.True(exit == 1, $"{table}.{column} of row {row} was changed and nothing was found.");
                using var report = JsonDocument.Parse(output);
                Assert.NotEmpty(report.RootElement.GetProperty("broken").EnumerateArray());
                await undo();
                Assert.Equal(0, (await VerifyAsync()).Exit);
            }
        }
    }

    [Theory]
    [InlineData("DELETE FROM device_log WHERE device_id = '{0}' AND sequence = 2", "sequence_gap")]
    [InlineData("DELETE FROM device_log WHERE device_id = '{0}' AND sequence = 6", "head_differs")]
    [InlineData("DELETE FROM device_log WHERE device_id = '{0}'", "head_differs")]
    [InlineData("DELETE FROM device_log_heads WHERE device_id = '{0}'", "head_missing")]
    [InlineData("DELETE FROM device_log WHERE device_id = '{0}'; DELETE FROM device_log_heads WHERE device_id = '{0}'", "chain_missing")]
    [InlineData("UPDATE devices SET epoch = epoch + 1 WHERE device_id = '{0}'", "state_differs")]
    [InlineData("UPDATE devices SET state = 'Held' WHERE device_id = '{0}'", "state_differs")]
    [InlineData("UPDATE devices SET state = 'Nonsense' WHERE device_id = '{0}'", "unreadable")]
    [InlineData("DELETE FROM devices WHERE device_id = '{0}'", "device_missing")]
    public async Task A_row_that_is_missing_or_tells_another_story_is_found(string statement, string reason)
    {
        var device = await LiveAsync();
        var backup = await CopyAsync(device);
        await RunAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, device));

        var (exit, output) = await VerifyAsync("--json");

        await RestoreAsync(device, backup);
        Assert.Equal(1, exit);
        using var report = JsonDocument.Parse(output);
        var broken = Assert.Single(report.RootElement.GetProperty("broken").EnumerateArray());
        Assert.Equal((device, reason), (broken.GetProperty("device").GetString(), broken.GetProperty("reason").GetString()));
        Assert.Equal(0, (await VerifyAsync()).Exit);
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

    // Seven entries: enrolled, activated, confirmed, granted, ticket, released, synced.
    private async Task<string> LiveAsync()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.SyncAsync(Ct);
        return phone.Id;
    }

    private async Task<(int Exit, string Output)> VerifyAsync(params string[] more)
    {
        await using var output = new StringWriter();
        string[] where = host.Connection is { } connection ? ["--database", connection] : ["--data", host.DataFolder];
        return (await AuditVerify.RunAsync([.. where, "--language", "en", .. more], new ConfigurationBuilder().Build(), output, Ct), output.ToString());
    }

    private Task<List<string>> ColumnsAsync(string table) => host.InDatabaseAsync(db => Task.FromResult(
        db.Model.GetEntityTypes().Single(e => e.GetTableName() == table).GetProperties().Select(p => p.GetColumnName()).ToList()));

    private async Task<Func<Task>> ChangeByteAsync(string table, string column, string where)
    {
        var old = await ScalarAsync($"SELECT {column} FROM {table} WHERE {where}");
        object changed = old switch
        {
            byte[] bytes => bytes.Select((b, i) => i == bytes.Length / 2 ? (byte)(b ^ 1) : b).ToArray(),
            string text => text[..(text.Length / 2)] + (char)(text[text.Length / 2] ^ 1) + text[((text.Length / 2) + 1)..],
            long number => number ^ 0x100,
            var other => throw new InvalidOperationException($"{table}.{column} is of a type that this test does not know: {other}"),
        };
        var found = column switch
        {
            "device_id" => where.Replace(((string)old).ToString(), (string)changed, StringComparison.Ordinal),
            "sequence" => where.Replace($"sequence = {old}", $"sequence = {changed}", StringComparison.Ordinal),
            _ => where,
        };
        await RunAsync($"UPDATE {table} SET {column} = @value WHERE {where}", changed);
        return () => RunAsync($"UPDATE {table} SET {column} = @value WHERE {found}", old);
    }

    private async Task<Dictionary<string, List<Dictionary<string, object>>>> CopyAsync(string device)
    {
        var copy = new Dictionary<string, List<Dictionary<string, object>>>();
        foreach (var table in new[] { "devices", "device_log", "device_log_heads" })
        {
            copy[table] = await host.InDatabaseAsync(async db =>
            {
                await using var command = await CommandAsync(db, $"SELECT * FROM {table} WHERE device_id = '{device}'");
                await using var reader = await command.ExecuteReaderAsync(Ct);
                var rows = new List<Dictionary<string, object>>();
                while (await reader.ReadAsync(Ct))
                {
                    rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue));
                }

                return rows;
            });
        }

        return copy;
    }

    private async Task RestoreAsync(string device, Dictionary<string, List<Dictionary<string, object>>> copy)
    {
        foreach (var (table, rows) in copy)
        {
            await RunAsync($"DELETE FROM {table} WHERE device_id = '{device}'");
            foreach (var row in rows)
            {
                await RunAsync(
                    $"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Keys.Select((_, i) => $"@value{(i == 0 ? "" : i)}"))})",
                    [.. row.Values]);
            }
        }
    }

    private Task<object> ScalarAsync(string sql) => host.InDatabaseAsync(async db =>
    {
        await using var command = await CommandAsync(db, sql);
        return await command.ExecuteScalarAsync(Ct) ?? throw new InvalidOperationException("There is no such row.");
    });

    private Task<int> RunAsync(string sql, params object[] values) => host.InDatabaseAsync(async db =>
    {
        await using var command = await CommandAsync(db, sql);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@value{(i == 0 ? "" : i)}";
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
