using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Sms;
using Tenure.Server.Tests.Platform;
using Tenure.Testing;

namespace Tenure.Server.Tests.Crash;

/// <summary>The real server, killed while the gateway has its message.</summary>
public sealed class SmsCrashTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("tenure-sms-crash").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task A_message_under_way_when_the_server_is_killed_goes_again_as_the_same_message()
    {
        // It takes the request and says nothing before the server is dead.
        await using var gateway = new ListeningGateway { Answer = null };
        await using var server = new ServerProcess(
            data, "--Sms:Url", gateway.Url + "/send?to={to}&text={text}&id={id}&key={password}", "--Sms:Countries", "DE", "--Sms:Timeout", "00:00:02")
        {
            Environment = { ["Sms__Password"] = "topsecret" },
        };
        await server.StartAsync(Ct);
        await server.KillAsync();
        await WithDatabaseAsync(async db =>
        {
            var now = TimeProvider.System.GetUtcNow();
            db.Outbox.Add(new OutboxMessage(new Sms(PhoneNumber.FromStored("+4915112345678"), "Code 123456", now.AddMinutes(10)), "0123456789abcdef", now));
            return await db.SaveChangesAsync(Ct);
        });

        await server.StartAsync(Ct);
        await UntilAsync(() => Task.FromResult(gateway.Requests.Count > 0));
        await server.KillAsync();
        Assert.Null((await WithDatabaseAsync(db => db.Outbox.AsNoTracking().SingleAsync(Ct))).SentAt);

        gateway.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        await server.StartAsync(Ct);
        await UntilAsync(() => WithDatabaseAsync(db => db.Outbox.AnyAsync(m => m.SentAt != null, Ct)));

        Assert.Equal(2, gateway.Requests.Count);
        Assert.Equal(gateway.Requests[0], gateway.Requests[1]);
        Assert.StartsWith("GET /send?to=%2B4915112345678&text=Code%20123456&id=0123456789abcdef&key=topsecret HTTP/1.1\r\n", gateway.Requests[0], StringComparison.Ordinal);
        foreach (var secret in (string[])["topsecret", "123456", "4915112345678"])
        {
            Assert.DoesNotContain(secret, server.Output.Replace(Convert.ToString(server.Address.Port, System.Globalization.CultureInfo.InvariantCulture), "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    private async Task<T> WithDatabaseAsync<T>(Func<TenureDb, Task<T>> use)
    {
        await using var db = new SqliteTenureDb((DbContextOptions<SqliteTenureDb>)Database.Sqlite(
            new DbContextOptionsBuilder<SqliteTenureDb>(), $"Data Source={Path.Combine(data, "tenure.db")};Pooling=False").Options);
        return await use(db);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var waited = Stopwatch.StartNew(); !await holds(); await Task.Delay(50, Ct))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
        }
    }
}
