using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary><c>audit verify</c> over the operators' log: whatever one changes in it is found.</summary>
public abstract class OperatorLogTests(ServerFixture server) : ServerTests(server)
{
    [Theory]
    [InlineData("operator_log")]
    [InlineData("operator_log_heads")]
    public async Task One_byte_changed_in_any_column_of_any_row_is_found(string table)
    {
        await WriteAsync();
        var key = table == "operator_log" ? "sequence" : "id";
        foreach (var column in await Server.WithDatabaseAsync(db => Task.FromResult(db.Model.GetEntityTypes().Single(e => e.GetTableName() == table).GetProperties().Select(p => p.GetColumnName()).ToList())))
        {
            foreach (var row in table == "operator_log" ? [0, 1, 2] : new[] { 1 })
            {
                var old = (await RowsAsync($"SELECT {column} FROM {table} WHERE {key} = {row}"))[0];
                var changed = Changed(old);
                await RunAsync($"UPDATE {table} SET {column} = $1 WHERE {key} = {row}", changed);

                var (exit, output) = await VerifyAsync();

                await RunAsync($"UPDATE {table} SET {column} = $1 WHERE {key} = {(column == key ? changed : row)}", old);
                Assert.True(exit == 1, $"{table}.{column} of row {row} was changed and nothing was found.");
                using var report = JsonDocument.Parse(output);
                Assert.Equal("operators", report.RootElement.GetProperty("broken")[0].GetProperty("device").GetString());
                Assert.Equal(0, (await VerifyAsync()).Exit);
            }
        }
    }

    [Theory]
    [InlineData("DELETE FROM operator_log WHERE sequence = (SELECT MAX(sequence) FROM operator_log)", "head_differs")]
    [InlineData("DELETE FROM operator_log WHERE sequence = 1", "sequence_gap")]
    [InlineData("DELETE FROM operator_log", "head_differs")]
    [InlineData("DELETE FROM operator_log_heads", "head_missing")]
    public async Task A_row_that_is_missing_is_found(string statement, string reason)
    {
        await WriteAsync();
        await using var scope = Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var (rows, heads) = (await db.OperatorLog.AsNoTracking().ToListAsync(Ct), await db.OperatorLogHeads.AsNoTracking().ToListAsync(Ct));
        await RunAsync(statement);

        var (exit, output) = await VerifyAsync();

        await RunAsync("DELETE FROM operator_log");
        await RunAsync("DELETE FROM operator_log_heads");
        db.AddRange(rows);
        db.AddRange(heads);
        await db.SaveChangesAsync(Ct);
        Assert.Equal(1, exit);
        using var report = JsonDocument.Parse(output);
        Assert.Equal(reason, report.RootElement.GetProperty("broken")[0].GetProperty("reason").GetString());
        Assert.Equal(0, (await VerifyAsync()).Exit);
    }

    private async Task WriteAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var scope = Server.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<OperatorLogBook>().AppendAsync(OperatorEvents.Looked, new LoggedAct("ada", "account", Reason: "because of this"), Ct);
        }
    }

    private static object Changed(object old) => old switch
    {
        byte[] bytes => bytes.Select((b, i) => i == bytes.Length / 2 ? (byte)(b ^ 1) : b).ToArray(),
        string text => text[..(text.Length / 2)] + (char)(text[text.Length / 2] ^ 1) + text[((text.Length / 2) + 1)..],
        long number => number ^ 0x100,
        int number => number ^ 0x100,
        _ => throw new InvalidOperationException($"Of a type that this test does not know: {old}"),
    };

    private Task<List<object>> RowsAsync(string sql) => Server.WithDatabaseAsync(db => db.ReadAsync(new Statement(sql), row => row.GetValue(0), Ct));

    private Task<int> RunAsync(string sql, params object[] values) => Server.WithDatabaseAsync(db => db.RunAsync(new Statement(sql, values), Ct));

    private async Task<(int Exit, string Output)> VerifyAsync()
    {
        await using var output = new StringWriter();
        var connection = await Server.WithDatabaseAsync(db => Task.FromResult(db is PostgresTenureDb ? db.Database.GetConnectionString() : null));
        string[] where = connection is null ? ["--data", Server.Folder] : ["--database", connection];
        return (await AuditVerify.RunAsync([.. where, "--json"], new ConfigurationBuilder().Build(), output, Ct), output.ToString());
    }
}
