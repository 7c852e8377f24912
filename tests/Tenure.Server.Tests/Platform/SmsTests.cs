using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Sms;
using Tenure.Server.Tests.Hosting;
using Tenure.Testing;

namespace Tenure.Server.Tests.Platform;

/// <summary>The outbox against a real gateway that refuses, hangs or is down.</summary>
public abstract class SmsTests(ServerFixture server, SmsGatewayStage stage) : IAsyncLifetime
{
    private static int numbers;

    private readonly string to = $"+49151123{Interlocked.Increment(ref numbers):00000}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private KannelPeer Kannel => stage.Kannel;

    public async ValueTask InitializeAsync()
    {
        Kannel.Used();
        await server.UsedAsync();
        await Kannel.AcceptAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("您的验证码是 123456，十分钟内有效。", 1)]
    [InlineData("Ваш код: 123456. Никому его не сообщайте.", 1)]
    [InlineData("Dein Code ist 123456 – prüf 😀 [Tenure]", 1)]
    [InlineData("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€", 1)]
    [InlineData("x&to=+4917612345678&text=other&password=secret#{password}%26%0D%0A+ {to}", 1)]
    public async Task A_message_arrives_as_it_was_promised(string text, int parts)
    {
        await PromiseAsync(text);
        Assert.Equal(new ReceivedSms("Tenure", to, text, parts), await Kannel.WaitForSmsAsync(to, ct: Ct));
        Assert.Single(Kannel.MessagesTo(to));
    }

    [Fact]
    public async Task A_long_message_arrives_in_three_parts_as_it_was_written()
    {
        var russian = string.Join(' ', Enumerable.Range(0, 12).Select(i => $"Предложение {i}."));
        await PromiseAsync(russian);
        Assert.Equal(new ReceivedSms("Tenure", to, russian, 3), await Kannel.WaitForSmsAsync(to, ct: Ct));
        var english = string.Join(' ', Enumerable.Range(0, 28).Select(i => $"Sentence {i} {{€}}"));
        await PromiseAsync(english);
        Assert.Equal(new ReceivedSms("Tenure", to, english, 4), await Kannel.WaitForSmsAsync(to, skip: 1, ct: Ct));
    }

    [Fact]
    public async Task A_sent_message_keeps_no_text()
    {
        await PromiseAsync("Code 123456");
        await UntilAsync(m => m.SentAt is not null);
        // A development server shows what it sent.
        Assert.Equal("Code 123456", (await StoredAsync()).Text);
        var (now, message) = (server.Clock.GetUtcNow(), new OutboxMessage(new Sms(PhoneNumber.FromStored(to), "Code 123456", server.Clock.GetUtcNow()), "id", server.Clock.GetUtcNow()));
        message.MarkSent(now, keepText: false);
        Assert.Equal("", message.Text);
    }

    [Fact]
    public async Task A_gateway_that_is_down_costs_time_and_no_message()
    {
        await Kannel.GoDownAsync();
        await PromiseAsync("later");
        await UntilAsync(m => m.LastError == "ConnectionError");
        await Kannel.AcceptAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("later", (await Kannel.WaitForSmsAsync(to, ct: Ct)).Text);
        await UntilAsync(m => m.SentAt is not null);
        Assert.Single(Kannel.MessagesTo(to));
    }

    [Fact]
    public async Task A_refused_message_stays_with_the_reason_and_is_tried_again()
    {
        await Kannel.RefuseAsync();
        await PromiseAsync("again");
        await UntilAsync(m => m.LastError == "HTTP 403");
        Assert.Empty(Kannel.MessagesTo(to));
        await Kannel.AcceptAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("again", (await Kannel.WaitForSmsAsync(to, ct: Ct)).Text);
    }

    // Whether a gateway that hung has taken the message nobody knows: it may come twice, and is then the same.
    [Fact]
    public async Task A_gateway_that_hangs_is_left_and_asked_again()
    {
        await Kannel.HangAsync();
        await PromiseAsync("Код 654321");
        await UntilAsync(m => m.LastError == "no answer in time");
        await Kannel.AcceptAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(m => m.SentAt is not null);
        await Kannel.WaitForSmsAsync(to, ct: Ct);
        Assert.All(Kannel.MessagesTo(to), sms => Assert.Equal("Код 654321", sms.Text));
    }

    [Fact]
    public async Task A_message_that_is_of_no_use_any_more_is_given_up_and_not_sent_late()
    {
        await Kannel.GoDownAsync();
        await PromiseAsync("too late");
        await UntilAsync(m => m.Attempts > 0 && m.LastError is not null);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        await Kannel.AcceptAsync();
        await UntilAsync(m => m.GivenUpAt is not null);
        var message = await StoredAsync();
        Assert.Equal(("", null), (message.Text, message.SentAt));
        await PromiseAsync("after");
        Assert.Equal("after", (await Kannel.WaitForSmsAsync(to, ct: Ct)).Text);
        await UntilAsync(m => m.SentAt is not null, StoredLastAsync);

        server.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        await server.SweepAsync<SweepOutbox>(Ct);
        Assert.False(await server.WithDatabaseAsync(db => db.Outbox.AnyAsync(m => m.Recipient == to, Ct)));
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_sent()
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            scope.ServiceProvider.GetRequiredService<Outbox>().Enqueue(SmsTo("never"));
            await db.SaveChangesAsync(Ct);
            await transaction.RollbackAsync(Ct);
        }

        await PromiseAsync("after");
        Assert.Equal("after", (await Kannel.WaitForSmsAsync(to, ct: Ct)).Text);
    }

    [Fact]
    public async Task A_mail_waits_for_its_own_sender()
    {
        await using (var scope = server.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Outbox>().Enqueue(new Mail(to + "@example.org", "s", "t", null, "en"));
            await scope.ServiceProvider.GetRequiredService<TenureDb>().SaveChangesAsync(Ct);
        }

        await PromiseAsync("by phone");
        await UntilAsync(m => m.SentAt is not null);
        Assert.Equal(0, (await server.WithDatabaseAsync(db => db.Outbox.AsNoTracking().SingleAsync(m => m.Recipient == to + "@example.org", Ct))).Attempts);
    }

    private Sms SmsTo(string text) => new(PhoneNumber.FromStored(to), text, server.Clock.GetUtcNow() + TimeSpan.FromMinutes(10));

    private async Task PromiseAsync(string text)
    {
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Outbox>().Enqueue(SmsTo(text));
        await scope.ServiceProvider.GetRequiredService<TenureDb>().SaveChangesAsync(Ct);
    }

    // The first message to the test's number.
    private Task<OutboxMessage> StoredAsync() =>
        server.WithDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == to).OrderBy(m => m.CreatedAt).FirstAsync(Ct));

    private Task<OutboxMessage> StoredLastAsync() =>
        server.WithDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == to).OrderByDescending(m => m.CreatedAt).FirstAsync(Ct));

    private async Task UntilAsync(Func<OutboxMessage, bool> holds, Func<Task<OutboxMessage>>? stored = null)
    {
        for (var waited = Stopwatch.StartNew(); !holds(await (stored ?? StoredAsync)()); await Task.Delay(50, Ct))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), $"It did not happen within 30 seconds: {(await StoredAsync()).LastError}");
        }
    }
}
