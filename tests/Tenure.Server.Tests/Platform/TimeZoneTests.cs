using System.Globalization;
using Tenure.Client;
using Tenure.Domain.Cases;
using Tenure.Server.Tests.Audit;
using Tenure.Testing;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Platform;

/// <summary>A server in a time zone whose clocks change: waits are hours, and the dates that people read are true.</summary>
public sealed class TimeZoneTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task Over_a_night_that_lacks_an_hour_and_over_a_leap_day_a_wait_has_all_its_hours(bool postgres)
    {
        await DatabaseBackup.UsedAsync(postgres);
        var data = Directory.CreateTempSubdirectory("tenure-zone").FullName;
        var connection = postgres ? await PostgresServer.NewDatabaseAsync(ct: Ct) : null;
        string[] where = connection is null ? [] : ["--database", connection];
        await using (var server = new ServerProcess(data, where) { Environment = { ["TZ"] = Berlin.Id } })
        {
            await server.StartAsync(Ct);
            using var http = new HttpClient { BaseAddress = server.Address };
            var now = TimeProvider.System.GetUtcNow();
            foreach (var next in (Func<DateTimeOffset, DateTimeOffset>[])[NextChange, NextLeapDay])
            {
                var night = next(now);
                now = await SeesThroughAsync(http, await MoveAsync(http, now, night - Day), night);
            }
        }

        await (connection is null ? Task.CompletedTask : PostgresServer.DropAsync(connection, Ct));
        Directory.Delete(data, recursive: true);
    }

    private static async Task<DateTimeOffset> SeesThroughAsync(HttpClient http, DateTimeOffset now, DateTimeOffset night)
    {
        var client = new TenureClient(http);
        var opened = await client.OpenCaseAsync(new Ask.OpenCase("release", "somebody@example.org", night.ToString("'R'yyyyMMdd", CultureInfo.InvariantCulture), Language: "en"), Ct);
        var draft = await client.GetCaseAsync(opened.Number, opened.Secret, Ct);
        var ends = draft.EndsAt!.Value;
        Assert.True(draft.OpenedAt < night && night < ends);
        Assert.Equal(CaseRules.DraftTime, ends - draft.OpenedAt);
        var page = await http.GetStringAsync(new Uri($"/case/{opened.Number}/{opened.Secret}", UriKind.Relative), Ct);
        foreach (var said in new[] { draft.OpenedAt, ends })
        {
            var (machine, person) = (said.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), said.UtcDateTime.ToString("MMM d, yyyy, HH:mm 'UTC'", CultureInfo.GetCultureInfo("en")));
            Assert.Contains($"<time datetime=\"{machine}\">{person}</time>", page, StringComparison.Ordinal);
        }

        now = await MoveAsync(http, now, ends - TimeSpan.FromMinutes(2));
        Assert.Equal("draft", (await client.GetCaseAsync(opened.Number, opened.Secret, Ct)).State);
        now = await MoveAsync(http, now, ends + TimeSpan.FromMinutes(2));
        var state = "";
        for (var waited = 0; waited < 300 && state != "expired"; waited++)
        {
            await Task.Delay(100, Ct);
            state = (await client.GetCaseAsync(opened.Number, opened.Secret, Ct)).State;
        }

        Assert.Equal("expired", state);
        return now;
    }

    // The server goes on by itself in the meantime, for seconds.
    private static async Task<DateTimeOffset> MoveAsync(HttpClient http, DateTimeOffset now, DateTimeOffset to)
    {
        for (var left = to - now; left > TimeSpan.Zero; left -= 300 * Day)
        {
            var seconds = (int)Math.Min(left.TotalSeconds, (300 * Day).TotalSeconds);
            using var moved = await http.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/dev/clock?advanceSeconds={seconds}"), UriKind.Relative), null, Ct);
            moved.EnsureSuccessStatusCode();
        }

        return to > now ? to : now;
    }

    private static DateTimeOffset NextChange(DateTimeOffset now)
    {
        var hour = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + (3 * Day);
        while (Berlin.GetUtcOffset(hour) <= Berlin.GetUtcOffset(hour.AddHours(-1)))
        {
            hour = hour.AddHours(1);
        }

        return hour;
    }

    private static DateTimeOffset NextLeapDay(DateTimeOffset now)
    {
        var year = now.Year + 1;
        while (!DateTime.IsLeapYear(year))
        {
            year++;
        }

        return new DateTimeOffset(year, 2, 29, 12, 0, 0, TimeSpan.Zero);
    }
}
