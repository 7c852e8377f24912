using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Hosting;
using Tenure.Testing;

namespace Tenure.Server.Tests.Platform;

/// <summary>The outbox against a real SMTP server that is slow, refuses, vanishes or is down.</summary>
public abstract class OutboxTests : IAsyncLifetime
{
    private readonly ServerFixture server;
    private readonly MailSettings settings;
    private SmtpPeer mail = null!;

    private protected OutboxTests(ServerFixture server, MailSettings settings)
    {
        this.server = server;
        this.settings = settings;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        mail = await SmtpPeer.StartAsync();
        mail.Used();
        settings.Use(mail);
        await server.InitializeAsync();
        await server.UsedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await server.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Fact]
    public async Task A_message_arrives_as_it_was_promised()
    {
        await PromiseAsync("a@example.org", "Тема 主题");
        var received = await mail.WaitForMailAsync("a@example.org", ct: Ct);
        Assert.Equal("Тема 主题", received.Subject);
        Assert.Equal("Text for a@example.org\n\nTenure", received.Text.ReplaceLineEndings("\n").Trim());
        Assert.NotEmpty(received.MessageId);
    }

    [Fact]
    public async Task A_mail_server_that_is_down_costs_time_and_no_message()
    {
        mail.GoDown();
        await PromiseAsync("b@example.org", "later");
        await UntilAsync(async () => (await StoredAsync("b@example.org")).Attempts > 0);
        await mail.ComeUpAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await mail.WaitForMailAsync("b@example.org", ct: Ct);
        await UntilAsync(async () => (await StoredAsync("b@example.org")).SentAt is not null);
        Assert.Single(mail.MailsTo("b@example.org"));
    }

    [Fact]
    public async Task A_refused_message_is_tried_again()
    {
        await mail.RefuseAsync(451);
        await PromiseAsync("c@example.org", "again");
        await UntilAsync(async () => (await StoredAsync("c@example.org")).LastError is not null);
        Assert.Equal("SMTP 451", (await StoredAsync("c@example.org")).LastError);
        await mail.AcceptAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await mail.WaitForMailAsync("c@example.org", ct: Ct);
    }

    [Fact]
    public async Task A_message_that_goes_twice_is_the_same_message()
    {
        await mail.VanishAsync();
        await PromiseAsync("d@example.org", "twice");
        var first = await mail.WaitForMailAsync("d@example.org", ct: Ct);
        await UntilAsync(async () => (await StoredAsync("d@example.org")).LastError is not null);
        await mail.AcceptAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        var second = await mail.WaitForMailAsync("d@example.org", skip: 1, ct: Ct);
        Assert.Equal((first.MessageId, first.Subject, first.Text), (second.MessageId, second.Subject, second.Text));
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_sent()
    {
        await server.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            db.Outbox.Add(new OutboxMessage(MailTo("e@example.org", "never"), "never@example.org", server.Clock.GetUtcNow()));
            await db.SaveChangesAsync(Ct);
            await transaction.RollbackAsync(Ct);
            return true;
        });
        await PromiseAsync("f@example.org", "after");
        await mail.WaitForMailAsync("f@example.org", ct: Ct);
        Assert.Empty(mail.MailsTo("e@example.org"));
    }

    [Fact]
    public async Task A_sent_message_is_kept_for_a_week()
    {
        await PromiseAsync("g@example.org", "sent");
        await mail.WaitForMailAsync("g@example.org", ct: Ct);
        await UntilAsync(async () => (await StoredAsync("g@example.org")).SentAt is not null);
        server.Clock.Advance(TimeSpan.FromDays(7));
        await server.SweepAsync<SweepOutbox>(Ct);
        Assert.NotNull((await StoredAsync("g@example.org")).SentAt);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.SweepAsync<SweepOutbox>(Ct);
        Assert.False(await server.WithDatabaseAsync(db => db.Outbox.AnyAsync(m => m.Recipient == "g@example.org", Ct)));
    }

    [Fact]
    public async Task A_message_that_nobody_takes_is_given_up_after_a_week()
    {
        await mail.RefuseAsync(550);
        await PromiseAsync("h@example.org", "never");
        await UntilAsync(async () => (await StoredAsync("h@example.org")).LastError is not null);
        server.Clock.Advance(TimeSpan.FromDays(7));
        await server.SweepAsync<SweepOutbox>(Ct);
        Assert.Null((await StoredAsync("h@example.org")).SentAt);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.SweepAsync<SweepOutbox>(Ct);
        Assert.False(await server.WithDatabaseAsync(db => db.Outbox.AnyAsync(m => m.Recipient == "h@example.org", Ct)));
    }

    private static Mail MailTo(string to, string subject) => new(to, subject, "Text for " + to, null, "en");

    private async Task PromiseAsync(string to, string subject)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Outbox>().Enqueue(MailTo(to, subject));
        await scope.ServiceProvider.GetRequiredService<TenureDb>().SaveChangesAsync(Ct);
    }

    private Task<OutboxMessage> StoredAsync(string to) => server.WithDatabaseAsync(db => db.Outbox.AsNoTracking().SingleAsync(m => m.Recipient == to, Ct));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var waited = Stopwatch.StartNew(); !await holds(); await Task.Delay(50, Ct))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
        }
    }
}

/// <summary>Points a host at the test's own SMTP server.</summary>
internal sealed class MailSettings
{
    public Dictionary<string, string> Values { get; } = [];

    public void Use(SmtpPeer mail)
    {
        Values["Mail:Host"] = "127.0.0.1";
        Values["Mail:Port"] = mail.Port.ToString(CultureInfo.InvariantCulture);
    }
}

internal sealed class SqliteServerWithMail(MailSettings mail) : SqliteServer
{
    protected override IReadOnlyDictionary<string, string> Settings => mail.Values;
}

internal sealed class PostgresServerWithMail(MailSettings mail) : Hosting.PostgresServer
{
    protected override IReadOnlyDictionary<string, string> Settings => mail.Values;
}
