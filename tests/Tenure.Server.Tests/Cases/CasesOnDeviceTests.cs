using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Cases;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;
using Tenure.Server.Cases;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>What devices say in cases, and what people try who should get nothing by one.</summary>
public abstract class CasesOnDeviceTests(DeviceHost host) : DecidedCaseTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_held_phone_shows_a_case_and_objects_once_only_after_its_screen_was_opened()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        var (_, others) = await NewHeldPhoneAsync();
        using var ours = phone;
        using var theirs = others;
        // Whoever found it learns nothing and says nothing.
        Assert.Equal("case_device_locked", await CodeAsync(async () => await host.NewClient().GetCasesOnDeviceAsync(await phone.EvidenceAsync(EvidencePurpose.Case, null, Ct), Ct)));
        Assert.Equal("case_device_locked", await CodeAsync(async () => await host.NewClient().ObjectOnDeviceAsync(await SaidAsync(phone, asked.Number, isUnlocked: false), Ct)));
        Assert.Equal(asked.Number, Assert.Single(await host.NewClient().GetCasesOnDeviceAsync(await SaidAsync(phone, null), Ct)).Number);
        Assert.Empty(await host.NewClient().GetCasesOnDeviceAsync(await SaidAsync(others, null), Ct));
        Assert.Equal("case_unknown", await CodeAsync(async () => await host.NewClient().ObjectOnDeviceAsync(await SaidAsync(others, asked.Number), Ct)));
        Assert.Equal("case_unknown", await CodeAsync(async () => await host.NewClient().ObjectOnDeviceAsync(await SaidAsync(phone, null), Ct)));
        Assert.Equal("announced", (await StatusAsync(asked)).State);

        await host.NewClient().ObjectOnDeviceAsync(await SaidAsync(phone, asked.Number), Ct);
        Assert.Equal("disputed", (await StatusAsync(asked)).State);
        Assert.Equal("case_contested_before", await CodeAsync(async () => await host.NewClient().ObjectOnDeviceAsync(await SaidAsync(phone, asked.Number), Ct)));
        // One channel of several: the address still has its own word.
        Assert.Equal(CaseRefusals.Elsewhere, await ContestAsync(await LinkAsync(ada.Email)));
    }

    [Fact]
    public async Task A_lost_or_released_phone_says_nothing_in_a_case()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        await MarkLostAsync(ada, phone.Id);
        Assert.Equal("case_device_locked", await CodeAsync(async () => await host.NewClient().GetCasesOnDeviceAsync(await SaidAsync(phone, null), Ct)));
        Assert.Equal("case_device_locked", await CodeAsync(async () => await host.NewClient().ObjectOnDeviceAsync(await SaidAsync(phone, asked.Number), Ct)));
        using var free = host.NewPhone();
        await free.EnrolAsync(Ct);
        Assert.Equal("case_device_locked", await CodeAsync(async () => await host.NewClient().ObjectOnDeviceAsync(await SaidAsync(free, asked.Number), Ct)));
        Assert.Equal("announced", (await StatusAsync(asked)).State);
    }

    [Fact]
    public async Task Of_two_objections_of_one_phone_at_once_one_counts()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        var said = new[] { await SaidAsync(phone, asked.Number), await SaidAsync(phone, asked.Number) };
        var answers = await Task.WhenAll(said.Select(one => CodeAsync(() => host.NewClient().ObjectOnDeviceAsync(one, Ct))));
        // Evidence counts in the order in which it was signed, too: the older one may be refused as replayed.
        Assert.Single(answers, answer => answer is null);
        var number = asked.Number.Replace("-", "", StringComparison.Ordinal);
        Assert.Equal(1, await host.InDatabaseAsync(async db => (await db.Cases.AsNoTracking().SingleAsync(c => c.Number == number, Ct)).Contests.Count));
    }

    [Fact]
    public async Task A_running_phone_that_was_unlocked_for_this_case_makes_a_recovery_wait_72_hours()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var contact = ada.Email;
        var opened = await OpenAsync("recovery", ada.Email, contact);
        var other = await OpenAsync("recovery", ada.Email, Person.NewEmail());
        // Evidence for another case is none for this one, and one that names none was not unlocked for it.
        Assert.Equal("case_elsewhere", await CodeAsync(async () => await ProveAsync(opened, await SaidAsync(phone, other.Number))));
        await ProveAsync(opened, await SaidAsync(phone, null));
        Assert.DoesNotContain((await ScoreAsync(opened)).Parts, part => part.Fact == CaseFact.DeviceUnlocked);
        await ProveAsync(opened, await SaidAsync(phone, opened.Number));
        await HandInAsync(opened, contact);
        Assert.Contains((CaseFact.DeviceUnlocked, 10), (await LookAsync(opened, 0)).Score.Parts);
        await VoteAsync(opened, 0, approves: true);
        await VoteAsync(opened, 1, approves: true);
        Assert.Equal(host.Clock.GetUtcNow() + (3 * Day), (await StatusAsync(opened)).Earliest!.Value, TimeSpan.FromMinutes(1));
        host.Clock.Advance((3 * Day) - TimeSpan.FromMinutes(1));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("announced", (await StatusAsync(opened)).State);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("offered", (await StatusAsync(opened)).State);
    }

    [Fact]
    public async Task An_unlocked_phone_in_the_hand_of_somebody_whom_nothing_else_speaks_for_shortens_nothing()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var contact = Person.NewEmail();
        var opened = await OpenAsync("recovery", ada.Email, contact);
        await ProveAsync(opened, await SaidAsync(phone, opened.Number));
        await HandInAsync(opened, contact);
        // A document beside it may carry it over the least points; the wait stays.
        Assert.False(await IsUnlockedForItAsync(opened));
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(opened, 0, approves: true));
        var owner = await OpenAsync("recovery", ada.Email, ada.Email);
        await ProveAsync(owner, await SaidAsync(phone, owner.Number));
        Assert.False(await IsUnlockedForItAsync(owner));
        await host.NewClient().ProveCaseContactAsync(owner.Number, owner.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(host.Server, ada.Email, Ct)), Ct);
        Assert.True(await IsUnlockedForItAsync(owner));
    }

    private Task<bool> IsUnlockedForItAsync(Ask.CaseOpened opened) => host.InScopeAsync(async services =>
    {
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        var one = await services.GetRequiredService<Server.Data.TenureDb>().Cases.AsNoTracking().SingleAsync(c => c.Number == number, Ct);
        return (await services.GetRequiredService<CaseWorld>().LookAsync(one, Ct)).IsUnlockedForIt;
    });

    [Fact]
    public async Task A_phone_that_is_lost_meanwhile_shortens_nothing()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var contact = ada.Email;
        var opened = await OpenAsync("recovery", ada.Email, contact);
        await ProveAsync(opened, await SaidAsync(phone, opened.Number));
        await HandInAsync(opened, contact);
        await VoteAsync(opened, 0, approves: true);
        await VoteAsync(opened, 1, approves: true);
        await MarkLostAsync(ada, phone.Id);
        host.Clock.Advance(4 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        var status = await StatusAsync(opened);
        Assert.Equal("announced", status.State);
        Assert.Equal(30, (status.Earliest!.Value - status.OpenedAt).TotalDays, 0.1);
    }

    [Fact]
    public async Task A_release_is_not_hastened_by_the_unlocked_phone_itself()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var opened = await OpenAsync("release", phone.Id, ada.Email);
        await ProveAsync(opened, await SaidAsync(phone, opened.Number));
        await HandInAsync(opened, ada.Email, withPapers: true);
        await VoteAsync(opened, 0, approves: true);
        await VoteAsync(opened, 1, approves: true);
        Assert.Equal(host.Clock.GetUtcNow() + (14 * Day), (await StatusAsync(opened)).Earliest!.Value, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_scan_of_IMEIs_by_cases_tells_nothing_and_reaches_nobody()
    {
        var holder = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        phone.Facts = phone.Facts with { Imeis = [Imei.FromDigits("35209900176148")] };
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        using var lost = host.NewPhone();
        lost.Facts = lost.Facts with { Imeis = [Imei.FromDigits("35209900176163")] };
        await lost.EnrolAsync(Ct);
        await lost.ActivateAsync(holder.Token, Ct);
        await MarkLostAsync(holder, lost.Id);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var imei in new[] { "35209900176148", "49015420323751", "35209900176155", "35209900176163", "86723402000010" })
        {
            var contact = Person.NewEmail();
            var opened = await OpenAsync("release", imei, contact);
            await HandInAsync(opened, contact);
            var status = await StatusAsync(opened);
            seen.Add($"{status with { Number = "", OpenedAt = default, EndsAt = default, Missing = [], Messages = [] }}");
            // Not even an agent can say so: what exists and what does not is refused for the same reason.
            Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(opened, 0, approves: true));
        }

        Assert.Single(seen);
        // Who has the lost one in hand reads it on its screen.
        var contactOfFinder = Person.NewEmail();
        var found = await host.NewClient().OpenCaseAsync(new Ask.OpenCase("release", contactOfFinder, Evidence: (await lost.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence, Language: "en"), Ct);
        await HandInAsync(found, contactOfFinder);
        Assert.True((await StatusAsync(found)).IsForLost);
        Assert.DoesNotContain(await host.Server.MailsToAsync(holder.Email, Ct), mail => mail.Subject.Contains("case", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_thief_with_the_mailbox_is_contested_by_the_phone_and_gets_nothing_in_time()
    {
        var (ada, mine) = await LongHeldAsync();
        using var ours = mine;
        using var stolen = host.NewPhone();
        await stolen.EnrolAsync(Ct);
        await stolen.ActivateAsync(await host.NewTokenAsync(ada.Id, Ct), Ct);
        host.Clock.Advance(100 * Day);
        var asked = await AnnouncedAsync("release", stolen.Id, ada.Email);
        await host.NewClient().ObjectOnDeviceAsync(await SaidAsync(mine, asked.Number), Ct);
        host.Clock.Advance(60 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("disputed", (await StatusAsync(asked)).State);
        Assert.Equal("not_releasing", await CodeAsync(() => stolen.GetReleaseTicketAsync(Ct)));
    }

    [Fact]
    public async Task A_thief_with_the_only_phone_and_the_mailbox_on_it_is_approved_by_nobody()
    {
        var (ada, stolen) = await LongHeldAsync();
        using var theirs = stolen;
        var evidence = (await stolen.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence;
        var opened = await host.NewClient().OpenCaseAsync(new Ask.OpenCase("release", ada.Email, Evidence: evidence, Language: "en"), Ct);
        await HandInAsync(opened, ada.Email);
        var desk = await LookAsync(opened, 0);
        Assert.Equal([(CaseFact.DeviceSigned, 0), (CaseFact.AddressKnown, 0)], desk.Score.Parts.AsEnumerable());
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(opened, 0, approves: true));
        Assert.Equal("submitted", (await StatusAsync(opened)).State);
    }

    [Fact]
    public async Task An_ex_partner_with_the_password_objects_once_and_ends_nothing()
    {
        var ada = await host.NewHolderAsync(Ct);
        host.Clock.Advance(100 * Day);
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        var partner = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        // Without a second proof nobody ends it.
        Assert.NotNull(await CodeAsync(() => partner.EndRecoveryAsync(asked.Number, new Ask.EndRecovery(DeviceHost.Password, "123456", "x"), Ct)));
        await partner.SayMineAsync(asked.Number, new Ask.SayMine(DeviceHost.Password), Ct);
        Assert.Equal("disputed", (await StatusAsync(asked)).State);

        host.Clock.Advance(30 * Day);
        await VoteAsync(asked, 2, approves: true);
        await VoteAsync(asked, 3, approves: true);
        partner = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        Assert.Equal("case_contested_before", await CodeAsync(() => partner.SayMineAsync(asked.Number, new Ask.SayMine(DeviceHost.Password), Ct)));
        Assert.Equal("announced", (await StatusAsync(asked)).State);
    }

    [Fact]
    public async Task A_seller_gets_no_word_in_the_cases_of_the_buyer_and_none_of_their_own_approved()
    {
        var (seller, phone) = await NewHeldPhoneAsync();
        using var ours = phone;
        await RemoveAsync(ClientOf(seller.Token), phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        var buyer = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(buyer.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        host.Clock.Advance(100 * Day);

        var sellers = await OpenAsync("release", phone.Id, seller.Email);
        await HandInAsync(sellers, seller.Email);
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(sellers, 0, approves: true));
        await host.NewClient().WithdrawCaseAsync(sellers.Number, sellers.Secret, Ct);

        var buyers = await AnnouncedAsync("release", phone.Id, buyer.Email);
        Assert.DoesNotContain(await host.Server.MailsToAsync(seller.Email, Ct), mail => Secret().IsMatch(mail.Text));
        var past = ClientOf(await host.NewTokenAsync(seller.Id, Ct));
        Assert.Empty(await past.GetCasesAboutMeAsync(Ct));
        Assert.Equal("case_unknown", await CodeAsync(() => past.SayMineAsync(buyers.Number, new Ask.SayMine(DeviceHost.Password), Ct)));
    }

    [Fact]
    public async Task An_agent_who_opened_a_case_is_drawn_for_it_by_no_lot_and_decides_nothing()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var opened = await OpenAsync("release", phone.Id, ada.Email);
        await HandInAsync(opened, ada.Email, withPapers: true);
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        await host.InDatabaseAsync(async db =>
        {
            (await db.Cases.SingleAsync(c => c.Number == number, Ct)).OpenedBy(AgentOf(0), host.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal(CaseRefusals.Unknown, await TryVoteAsync(opened, 0, approves: true));
        await VoteAsync(opened, 1, approves: true);
        Assert.Equal(CaseRefusals.Unknown, await TryVoteAsync(opened, 0, approves: true));
        Assert.Equal("submitted", (await StatusAsync(opened)).State);
    }

    private static Task<Client.Devices.DeviceEvidence> SaidAsync(TestPhone phone, string? number, bool isUnlocked = true) => phone.EvidenceAsync(
        EvidencePurpose.Case, null, Ct, said => said with { CaseNumber = number?.Replace("-", "", StringComparison.Ordinal), IsScreenUnlocked = isUnlocked });

    private Task ProveAsync(Ask.CaseOpened opened, Client.Devices.DeviceEvidence evidence) =>
        host.NewClient().ProveCaseDeviceAsync(opened.Number, opened.Secret, new Ask.ProveCaseDevice(evidence.Evidence), Ct);

    private Task<CaseScore> ScoreAsync(Ask.CaseOpened opened) => host.InScopeAsync(async services =>
    {
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        var one = await services.GetRequiredService<Server.Data.TenureDb>().Cases.AsNoTracking().SingleAsync(c => c.Number == number, Ct);
        return await services.GetRequiredService<CaseWorld>().ScoreAsync(one, Ct);
    });
}
