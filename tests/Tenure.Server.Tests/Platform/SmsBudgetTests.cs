using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Platform.Sms;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

/// <summary>How many SMS go where, counted in the database. Each test begins with nothing counted.</summary>
public abstract class SmsBudgetTests(ServerFixture server) : IAsyncLifetime
{
    private static readonly PhoneNumber Number = PhoneNumber.FromStored("+4915112345678");
    private static readonly Network Home = new("192.0.2.0/24");

    private readonly SmsOptions options = new()
    {
        Url = "http://127.0.0.1:1/",
        Countries = "DE,AT",
        PerNumber = 1000,
        PerNetwork = 1000,
        PerCountry = 1000,
        PerDay = 1000,
        BreakerSent = 10,
        BreakerPercent = 20,
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.UsedAsync();
        await server.WithDatabaseAsync(async db => await db.SmsCounters.ExecuteDeleteAsync(Ct) + await db.SmsCountryCounts.ExecuteDeleteAsync(Ct) + await db.SmsClosures.ExecuteDeleteAsync(Ct));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_number_gets_a_few_a_day_and_the_next_day_again()
    {
        options.PerNumber = 2;
        Assert.Null(await TakeAsync(Number));
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await TakeAsync(Number));
        var refused = await TakeAsync(Number);
        Assert.Equal(("sms_limit", RefusalKind.TooMany, TimeSpan.FromHours(23)), (refused!.Code, refused.Kind, refused.RetryAfter));
        Assert.Null(await TakeAsync(Other(1)));
        server.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Null(await TakeAsync(Number));
    }

    [Fact]
    public async Task A_network_asks_for_a_few_a_day_over_all_numbers()
    {
        options.PerNetwork = 2;
        Assert.Null(await TakeAsync(Other(1)));
        Assert.Null(await TakeAsync(Other(2)));
        Assert.Equal("sms_limit", (await TakeAsync(Other(3)))?.Code);
        Assert.Null(await TakeAsync(Other(3), new Network("198.51.100.0/24")));
    }

    [Fact]
    public async Task A_country_and_the_server_have_a_day_too()
    {
        options.PerCountry = 2;
        options.PerDay = 3;
        var austrian = PhoneNumber.FromStored("+436641234567");
        Assert.Null(await TakeAsync(Other(1)));
        Assert.Null(await TakeAsync(Other(2)));
        var full = await TakeAsync(Other(3));
        Assert.Equal(("sms_paused", RefusalKind.Busy, TimeSpan.FromDays(1)), (full!.Code, full.Kind, full.RetryAfter));
        Assert.Null(await TakeAsync(austrian));
        Assert.Equal("sms_paused", (await TakeAsync(austrian))?.Code);
    }

    [Fact]
    public async Task What_is_refused_is_not_counted_and_writes_nothing()
    {
        options.PerCountry = 1;
        Assert.Null(await TakeAsync(Other(1)));
        var rows = await RowsAsync();
        Assert.Equal("sms_paused", (await TakeAsync(Other(2)))?.Code);
        Assert.Equal("sms_paused", (await TakeAsync(Other(1)))?.Code);
        Assert.Equal(rows, await RowsAsync());
    }

    [Theory]
    [InlineData("number")]
    [InlineData("country")]
    [InlineData("all")]
    public async Task Of_many_at_once_no_more_pass_than_may(string what)
    {
        (options.PerNumber, options.PerCountry, options.PerDay) = what switch { "number" => (7, 1000, 1000), "country" => (1000, 7, 1000), _ => (1000, 1000, 7) };
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => TakeAsync(what == "number" ? Number : Other(i), new Network($"192.0.{i}.0/24")), Ct)));
        Assert.Equal(7, answers.Count(answer => answer is null));
        Assert.All(answers.Where(answer => answer is not null), answer => Assert.Equal(what == "number" ? "sms_limit" : "sms_paused", answer!.Code));
        // Who was refused in the race got everything back: the rest of the day is whole.
        Assert.Equal(7, await server.WithDatabaseAsync(db => db.SmsCountryCounts.SumAsync(c => c.Sent, Ct)));
        Assert.Equal(28, await server.WithDatabaseAsync(db => db.SmsCounters.SumAsync(c => c.Taken, Ct)));
    }

    [Fact]
    public async Task In_a_transaction_that_is_rolled_back_nothing_was_counted()
    {
        options.PerNumber = 1;
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            Assert.Null(await BudgetOf(scope.ServiceProvider).TakeAsync(Number, Home, Ct));
            await transaction.RollbackAsync(Ct);
        }

        Assert.Null(await TakeAsync(Number));
        Assert.Equal("sms_limit", (await TakeAsync(Number))?.Code);
    }

    [Fact]
    public async Task No_SMS_goes_without_a_gateway_or_to_a_country_that_is_not_listed()
    {
        Assert.Equal("sms_unavailable", (await TakeAsync(PhoneNumber.FromStored("+33612345678")))?.Code);
        Assert.Equal("sms_unavailable", await WithAsync(budget => Task.FromResult(budget.Check(PhoneNumber.FromStored("+33612345678"))?.Code)));
        // A number that the plans know no more is of no country.
        Assert.Equal("sms_unavailable", (await TakeAsync(PhoneNumber.FromStored("+999123456789")))?.Code);
        Assert.Null(await WithAsync(budget => Task.FromResult(budget.Check(Number))));
        options.Url = "";
        Assert.Equal("sms_unavailable", (await TakeAsync(Number))?.Code);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_country_whose_codes_do_not_come_back_is_closed_until_the_window_has_passed()
    {
        options.BreakerWindow = TimeSpan.FromHours(2);
        await SendAsync(10, verified: 1);
        // Codes that were just sent have not had their time.
        Assert.Null(await TakeAsync(Other(50)));
        server.Clock.Advance(TimeSpan.FromMinutes(21));
        var closed = await TakeAsync(Other(51));
        Assert.Equal(("sms_paused", RefusalKind.Busy, TimeSpan.FromHours(2)), (closed!.Code, closed.Kind, closed.RetryAfter));
        Assert.Null(await TakeAsync(PhoneNumber.FromStored("+436641234567")));

        // Closed is closed, whatever comes back now.
        await WithAsync(async budget =>
        {
            for (var i = 0; i < 10; i++)
            {
                await budget.VerifiedAsync(Other(i), Ct);
            }

            return 0;
        });
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), (await TakeAsync(Other(52)))?.RetryAfter);
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await TakeAsync(Other(53)));
    }

    [Fact]
    public async Task A_country_whose_codes_come_back_stays_open()
    {
        await SendAsync(20, verified: 4);
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await TakeAsync(Other(50)));
        await SendAsync(9, verified: 0);
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("sms_paused", (await TakeAsync(Other(51)))?.Code);
    }

    [Fact]
    public async Task Too_few_codes_are_nothing_to_judge_by()
    {
        await SendAsync(9, verified: 0);
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await TakeAsync(Other(50)));
    }

    [Fact]
    public async Task A_code_comes_back_once_for_each_that_was_sent()
    {
        await TakeAsync(Number);
        await TakeAsync(Number);
        await WithAsync(async budget =>
        {
            for (var i = 0; i < 5; i++)
            {
                await budget.VerifiedAsync(Number, Ct);
                await budget.VerifiedAsync(Other(1), Ct);
            }

            return 0;
        });
        Assert.Equal(2, await server.WithDatabaseAsync(db => db.SmsCountryCounts.SumAsync(c => c.Verified, Ct)));
    }

    [Fact]
    public async Task No_number_and_no_network_is_in_the_counters()
    {
        await TakeAsync(Number);
        var rows = string.Join('\n', await RowsAsync());
        Assert.DoesNotContain("15112345678", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2", rows, StringComparison.Ordinal);
        var plain = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("+4915112345678"u8));
        Assert.DoesNotContain(plain, rows, StringComparison.Ordinal);
        Assert.All(await server.WithDatabaseAsync(db => db.SmsCounters.Select(c => c.Key).ToListAsync(Ct)), key => Assert.Matches("^[0-9a-f]{64}$", key));
    }

    [Fact]
    public async Task What_is_over_is_removed()
    {
        await SendAsync(10, verified: 0);
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        await TakeAsync(Number);
        server.Clock.Advance(TimeSpan.FromHours(23));
        await server.SweepAsync<SweepSmsCounts>(Ct);
        Assert.NotEmpty(await server.WithDatabaseAsync(db => db.SmsCounters.ToListAsync(Ct)));
        server.Clock.Advance(TimeSpan.FromDays(3));
        await server.SweepAsync<SweepSmsCounts>(Ct);
        Assert.Empty(await RowsAsync());
    }

    private static PhoneNumber Other(int i) => PhoneNumber.FromStored($"+4915112{i:000000}");

    private async Task SendAsync(int count, int verified)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Null(await TakeAsync(Other(i)));
            if (i < verified)
            {
                await WithAsync(async budget =>
                {
                    await budget.VerifiedAsync(Other(i), Ct);
                    return 0;
                });
            }
        }
    }

    private Task<Refusal?> TakeAsync(PhoneNumber number, Network? network = null) => WithAsync(budget => budget.TakeAsync(number, network ?? Home, Ct));

    private async Task<T> WithAsync<T>(Func<SmsBudget, Task<T>> use)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await use(BudgetOf(scope.ServiceProvider));
    }

    // The server's own, with the test's limits.
    private SmsBudget BudgetOf(IServiceProvider services) => new(
        services.GetRequiredService<TenureDb>(), services.GetRequiredService<Pepper>(), Options.Create(options), server.Clock, services.GetRequiredService<SmsLog>());

    private Task<List<string>> RowsAsync() => server.WithDatabaseAsync(async db => (List<string>)
    [
        .. (await db.SmsCounters.AsNoTracking().ToListAsync(Ct)).Select(c => $"{c.Key} {c.Taken} {c.Verified} {c.EndsAt:O}").Order(StringComparer.Ordinal),
        .. (await db.SmsCountryCounts.AsNoTracking().ToListAsync(Ct)).Select(c => $"{c.Country} {c.StartsAt:O} {c.Sent} {c.Verified}").Order(StringComparer.Ordinal),
        .. (await db.SmsClosures.AsNoTracking().ToListAsync(Ct)).Select(c => $"{c.Country} {c.Until:O}"),
    ]);
}
