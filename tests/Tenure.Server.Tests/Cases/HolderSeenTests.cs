using System.Net;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Sessions;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Operators;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>What makes a wait long because the holder is there: seen in 90 days, whatever is left of the session in which that was.</summary>
public abstract class HolderSeenTests(DeviceHost host) : DecidedCaseTests(host)
{
    private readonly DeviceHost host = host;

    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, 14)]
    public async Task A_token_that_was_refreshed_75_days_ago_counts_when_its_session_is_gone(bool refreshed, int wait)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var tokens = await host.NewTokensAsync(ada.Id, Ct, kind: SessionKind.CommandLine);
        host.Clock.Advance(25 * Day);
        var seen = host.Clock.GetUtcNow();
        if (refreshed)
        {
            await host.NewClient().SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct);
        }

        await ForgetSessionsAsync();
        Assert.Equal(0, await host.InDatabaseAsync(db => db.Set<Session>().CountAsync(s => s.AccountId == ada.Id && s.Kind == SessionKind.CommandLine, Ct)));
        await WaitsAsync(await AnnouncedAsync("release", phone.Id, ada.Email), wait);

        // The session of the phone goes last, and was never seen again.
        host.Clock.Advance(300 * Day);
        await host.SweepAsync<SweepSessions>(Ct);
        Assert.Equal(0, await host.InDatabaseAsync(db => db.Set<Session>().CountAsync(s => s.AccountId == ada.Id, Ct)));
        Assert.Equal(refreshed ? seen : seen - (25 * Day), (await SeenAtAsync(ada.Id))!.Value, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, 7)]
    public async Task A_page_that_was_read_75_days_ago_counts_when_its_session_is_gone(bool read, int wait)
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        using (var browser = new OperatorBrowser(host.Server))
        {
            browser.Cookies["tenure-browser"] = person.KnownDevice;
            using var signedIn = await browser.SubmitAsync("/sign-in", Ct, ("identifier", person.Number), ("password", person.Password));
            Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
            host.Clock.Advance(25 * Day);
            if (read)
            {
                using var page = await browser.GetAsync("/security", Ct);
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            }
        }

        await ForgetSessionsAsync();
        await WaitsAsync(await AnnouncedAsync("recovery", person.Email, person.Email), wait);
    }

    [Theory]
    [InlineData("other", 30)]
    [InlineData("lost", 14)]
    [InlineData("own", 14)]
    public async Task Evidence_of_another_phone_of_the_holder_counts_and_of_this_one_or_of_a_lost_one_does_not(string seen, int wait)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var other = host.NewPhone();
        await other.EnrolAsync(Ct);
        await other.ActivateAsync(await host.NewTokenAsync(ada.Id, Ct), Ct);
        await other.SendReceiptAsync(Ct);
        host.Clock.Advance(50 * Day);
        await (seen == "own" ? phone : other).SyncAsync(Ct);
        host.Clock.Advance(50 * Day);
        if (seen == "lost")
        {
            await MarkLostAsync(ada, other.Id);
        }

        await WaitsAsync(await AnnouncedAsync("release", phone.Id, ada.Email), wait);
    }

    // Sessions of 30 days are gone, and 75 days have passed.
    private async Task ForgetSessionsAsync()
    {
        host.Clock.Advance(36 * Day);
        await host.SweepAsync<SweepSessions>(Ct);
        host.Clock.Advance(39 * Day);
    }

    private async Task WaitsAsync(Ask.CaseOpened asked, int days) => Assert.Equal(host.Clock.GetUtcNow() + (days * Day), (await StatusAsync(asked)).Earliest!.Value, TimeSpan.FromMinutes(1));

    private Task<DateTimeOffset?> SeenAtAsync(AccountId account) => host.InDatabaseAsync(db => db.Set<Account>().Where(a => a.Id == account).Select(a => a.SeenAt).SingleAsync(Ct));
}
