using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Messages;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Platform.Sms;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

/// <summary>What the operator sees of mails and SMS, and what not. The server has neither a mail server nor a gateway: all of it waits.</summary>
public abstract class ShowMessagesTests(ServerFixture server) : IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.UsedAsync();
        await server.WithDatabaseAsync(async db => await db.Outbox.ExecuteDeleteAsync(Ct) + await db.SmsCounters.ExecuteDeleteAsync(Ct) + await db.SmsCountryCounts.ExecuteDeleteAsync(Ct) + await db.SmsClosures.ExecuteDeleteAsync(Ct));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_waiting_is_well()
    {
        var (exit, output) = await ShowAsync("--json");
        Assert.Equal(0, exit);
        var report = JsonDocument.Parse(output).RootElement;
        foreach (var channel in (string[])["mail", "sms"])
        {
            var said = report.GetProperty(channel);
            Assert.Equal((0, 0, 0, 0, JsonValueKind.Null), (said.GetProperty("waiting").GetInt32(), said.GetProperty("failed").GetInt32(), said.GetProperty("sent").GetInt32(), said.GetProperty("givenUp").GetInt32(), said.GetProperty("oldestSeconds").ValueKind));
        }

        Assert.Empty(report.GetProperty("countries").EnumerateArray());
    }

    [Fact]
    public async Task What_waits_failed_was_sent_or_given_up_is_counted_by_channel_and_names_nobody()
    {
        await AddAsync(10, m => m.MarkSent(server.Clock.GetUtcNow(), keepText: false), mail: 2, sms: 1);
        server.Clock.Advance(TimeSpan.FromHours(25));
        await AddAsync(20, m => m.MarkSent(server.Clock.GetUtcNow(), keepText: false), mail: 1, sms: 2);
        await AddAsync(30, m => m.GiveUp(server.Clock.GetUtcNow()), mail: 0, sms: 3);
        await AddAsync(40, m => m.MarkFailed(server.Clock.GetUtcNow(), "SMTP 451"), mail: 2, sms: 0);
        await AddAsync(50, m => m.MarkFailed(server.Clock.GetUtcNow(), "HTTP 403"), mail: 0, sms: 2);
        await AddAsync(60, m => m.MarkFailed(server.Clock.GetUtcNow(), "ConnectionError"), mail: 0, sms: 1);
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        await AddAsync(70, _ => { }, mail: 1, sms: 1);

        var (exit, output) = await ShowAsync("--json");

        Assert.Equal(0, exit);
        var report = JsonSerializer.Deserialize<MessagesReport>(output, JsonSerializerOptions.Web)!;
        Assert.Equal(("3 900 2 1 0", "SMTP 451 2"), (Counts(report.Mail), Errors(report.Mail)));
        Assert.Equal(("4 900 3 2 3", "HTTP 403 2, ConnectionError 1"), (Counts(report.Sms), Errors(report.Sms)));

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var arguments in (string[][])[["--json"], ["--language", "en"], ["--language", "ru"]])
        {
            (exit, output) = await ShowAsync(arguments);
            Assert.Equal(1, exit);
            Assert.DoesNotContain("4915", output, StringComparison.Ordinal);
            Assert.DoesNotContain("example", output, StringComparison.Ordinal);
            Assert.DoesNotContain("Code 7", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_too_late_loses_its_text_even_without_a_sender()
    {
        await AddAsync(10, _ => { }, mail: 1, sms: 1);
        server.Clock.Advance(TimeSpan.FromDays(2));
        await server.SweepAsync<SweepOutbox>(Ct);
        Assert.All(await server.WithDatabaseAsync(db => db.Outbox.AsNoTracking().ToListAsync(Ct)), m => Assert.Equal((null, "Code 710"), ((object?)m.GivenUpAt, m.Text)));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.SweepAsync<SweepOutbox>(Ct);
        var messages = await server.WithDatabaseAsync(db => db.Outbox.AsNoTracking().ToListAsync(Ct));
        Assert.Equal(("", server.Clock.GetUtcNow()), (messages.Single(m => m.Channel == MessageChannel.Sms).Text, messages.Single(m => m.Channel == MessageChannel.Sms).GivenUpAt));
        Assert.Equal("Code 710", messages.Single(m => m.Channel == MessageChannel.Mail).Text);
    }

    [Fact]
    public async Task Codes_sent_and_come_back_are_shown_by_country_and_a_closed_one_is_not_well()
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var options = new SmsOptions { Url = "http://127.0.0.1:1/", Countries = "DE,AT", BreakerSent = 3, BreakerWindow = TimeSpan.FromHours(2) };
            var services = scope.ServiceProvider;
            var budget = new SmsBudget(services.GetRequiredService<TenureDb>(), services.GetRequiredService<Pepper>(), Microsoft.Extensions.Options.Options.Create(options), server.Clock, services.GetRequiredService<SmsLog>());
            var (home, austrian) = (new Network("192.0.2.0/24"), PhoneNumber.FromStored("+436641234567"));
            Assert.Null(await budget.TakeAsync(austrian, home, Ct));
            await budget.VerifiedAsync(austrian, Ct);
            for (var i = 0; i < 3; i++)
            {
                Assert.Null(await budget.TakeAsync(PhoneNumber.FromStored($"+491511234567{i}"), home, Ct));
            }

            Assert.Equal(0, (await ShowAsync()).Exit);
            server.Clock.Advance(TimeSpan.FromMinutes(30));
            Assert.Equal("sms_paused", (await budget.TakeAsync(PhoneNumber.FromStored("+4915112345679"), home, Ct))?.Code);
        }

        var until = server.Clock.GetUtcNow() + TimeSpan.FromHours(2);
        var (exit, output) = await ShowAsync("--json");
        Assert.Equal(1, exit);
        Assert.Equal([new CountryReport("AT", 1, 1, null), new CountryReport("DE", 3, 0, until)], JsonSerializer.Deserialize<MessagesReport>(output, JsonSerializerOptions.Web)!.Countries);
        var (_, words) = await ShowAsync("--language", "de-AT");
        Assert.Contains("AT: 1 Codes gesendet, 1 bestätigt", words, StringComparison.Ordinal);
        Assert.Contains($"DE: 3 Codes gesendet, 0 bestätigt; gesperrt bis {until:yyyy-MM-dd HH:mm} UTC", words, StringComparison.Ordinal);

        server.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, (await ShowAsync()).Exit);
    }

    [Theory]
    [InlineData("en", "waiting", "Nothing waits longer")]
    [InlineData("zh-CN", "等待发送", "没有等待超过")]
    [InlineData("ru", "в очереди", "Ничто не ждёт")]
    [InlineData("de", "wartend", "Nichts wartet")]
    [InlineData("es-MX", "en espera", "Nada espera")]
    public async Task The_report_is_in_the_nearest_language(string language, string first, string last)
    {
        var (_, output) = await ShowAsync("--language", language);
        Assert.Contains(first, output, StringComparison.Ordinal);
        Assert.StartsWith(last, output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_and_no_database_are_told_apart_from_what_needs_a_look()
    {
        using var output = new StringWriter();
        foreach (var arguments in (string[][])[["--nonsense"], ["--data"], ["--data", Path.Combine(server.Folder, "nowhere")]])
        {
            Assert.Equal(2, await ShowMessages.RunAsync(arguments, new ConfigurationBuilder().Build(), output, server.Clock, Ct));
        }
    }

    private static string Counts(ChannelReport channel) =>
        string.Create(CultureInfo.InvariantCulture, $"{channel.Waiting} {channel.OldestSeconds} {channel.Failed} {channel.Sent} {channel.GivenUp}");

    private static string Errors(ChannelReport channel) => string.Join(", ", channel.Errors.Select(e => $"{e.Reason} {e.Count}"));

    private async Task AddAsync(int first, Action<OutboxMessage> then, int mail, int sms) => await server.WithDatabaseAsync(async db =>
    {
        var now = server.Clock.GetUtcNow();
        foreach (var message in Enumerable.Range(first, mail).Select(i => new OutboxMessage(new Mail($"a{i}@example.org", "s", $"Code 7{i}", null, "en"), $"{i}", now))
            .Concat(Enumerable.Range(first, sms).Select(i => new OutboxMessage(new Sms(PhoneNumber.FromStored($"+49151123456{i}"), $"Code 7{i}", now.AddDays(2)), $"{i}", now))))
        {
            then(message);
            db.Outbox.Add(message);
        }

        return await db.SaveChangesAsync(Ct);
    });

    private async Task<(int Exit, string Output)> ShowAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var database = await server.WithDatabaseAsync(db => Task.FromResult(db is PostgresTenureDb ? db.Database.GetConnectionString() : null));
        string[] where = database is null ? ["--data", server.Folder] : ["--database", database];
        var exit = await ShowMessages.RunAsync([.. where, .. arguments], new ConfigurationBuilder().Build(), output, server.Clock, Ct);
        return (exit, output.ToString());
    }
}
