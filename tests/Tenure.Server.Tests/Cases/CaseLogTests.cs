using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Audit;
using Tenure.Server.Cases;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Cases;

/// <summary>What becomes of an announced case stands in the log of its device and among the events of its account.</summary>
public abstract class CaseLogTests(DeviceHost host) : DecidedCaseTests(host)
{
    private readonly DeviceHost host = host;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_objection_and_what_seniors_make_of_it_are_in_the_log(bool isForThePerson)
    {
        var (ada, phone) = await LongHeldAsync();
        using var _ = phone;
        var asked = await AnnouncedAsync("release", phone.Id, Person.NewEmail());
        Assert.Null(await ContestAsync(await LinkAsync(ada.Email)));
        Assert.Equal(["case_announced", "case_contested"], await LogAsync(phone));
        host.Clock.Advance(30 * Day);
        await VoteAsync(asked, 2, isForThePerson);
        await VoteAsync(asked, 3, isForThePerson);
        Assert.Equal(isForThePerson ? "announced" : "refused", (await StatusAsync(asked)).State);
        var log = await LogAsync(phone);
        if (isForThePerson)
        {
            Assert.Equal(["case_announced", "case_announced", "case_contested", "case_dispute_decided"], log.Order(StringComparer.Ordinal));
            Assert.Equal([SecurityEventKind.CaseAnnounced, SecurityEventKind.CaseAnnounced, SecurityEventKind.CaseContested, SecurityEventKind.CaseDisputeDecided], await EventsAsync(ada));
        }
        else
        {
            Assert.Equal(["case_announced", "case_contested", "case_refused"], log);
            Assert.Equal([SecurityEventKind.CaseAnnounced, SecurityEventKind.CaseContested, SecurityEventKind.CaseEnded], await EventsAsync(ada));
        }

        await AssertLogHoldsAsync();
    }

    [Fact]
    public async Task A_case_that_is_taken_back_or_settled_is_in_the_log_once_it_was_announced_and_not_before()
    {
        var (ada, phone) = await LongHeldAsync();
        using var _ = phone;
        var contact = Person.NewEmail();
        var quiet = await OpenAsync("release", phone.Id, contact);
        await HandInAsync(quiet, contact, withPapers: true);
        await host.NewClient().WithdrawCaseAsync(quiet.Number, quiet.Secret, Ct);
        Assert.Empty(await LogAsync(phone));
        Assert.Empty(await EventsAsync(ada));

        var taken = await AnnouncedAsync("release", phone.Id, Person.NewEmail());
        await host.NewClient().WithdrawCaseAsync(taken.Number, taken.Secret, Ct);
        Assert.Equal(["case_announced", "case_withdrawn"], await LogAsync(phone));

        var settled = await AnnouncedAsync("release", phone.Id, Person.NewEmail());
        await RemoveAsync(ClientOf(await host.NewTokenAsync(ada.Id, Ct)), phone.Id, erase: true);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("settled", (await StatusAsync(settled)).State);
        Assert.Equal(["case_announced", "case_withdrawn", "case_announced", "case_settled"], await LogAsync(phone));
        Assert.Equal([SecurityEventKind.CaseAnnounced, SecurityEventKind.CaseAnnounced, SecurityEventKind.CaseEnded, SecurityEventKind.CaseEnded], await EventsAsync(ada));
        await AssertLogHoldsAsync();
    }

    [Fact]
    public async Task A_recovery_is_among_the_events_of_the_account_and_in_no_log_of_a_device()
    {
        var (ada, phone) = await LongHeldAsync();
        using var _ = phone;
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        host.Clock.Advance(7 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("offered", (await StatusAsync(asked)).State);
        await host.NewClient().WithdrawCaseAsync(asked.Number, asked.Secret, Ct);
        Assert.Equal([SecurityEventKind.CaseAnnounced, SecurityEventKind.CaseGranted, SecurityEventKind.CaseEnded], await EventsAsync(ada));
        Assert.Empty(await LogAsync(phone));
    }

    private async Task<List<string>> LogAsync(TestPhone phone) => [.. (await host.InDatabaseAsync(db =>
        db.DeviceLog.Where(e => e.DeviceId == new DeviceId(phone.Id)).OrderBy(e => e.Sequence).Select(e => e.Event).ToListAsync(Ct))).Where(name => name.StartsWith("case_", StringComparison.Ordinal))];

    // By kind: those of one moment of the test's clock have no order.
    private async Task<List<SecurityEventKind>> EventsAsync(TestHolder holder) => [.. (await host.InDatabaseAsync(db =>
        db.Set<SecurityEvent>().Where(e => e.AccountId == holder.Id).Select(e => e.Kind).ToListAsync(Ct))).Where(kind => $"{kind}".StartsWith("Case", StringComparison.Ordinal)).Order()];

    private async Task AssertLogHoldsAsync() => Assert.Empty((await host.InDatabaseAsync(db => new DeviceLogVerifier(db, roots: null).RunAsync(Ct))).Broken);
}
