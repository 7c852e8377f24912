using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.Operators;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Resets;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Operators;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>A case from the agents to its end, and who keeps whom from what.</summary>
public abstract partial class CaseGrantTests(DeviceHost host) : DecidedCaseTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_release_that_two_agents_let_be_announced_waits_14_days_and_then_erases_before_it_frees()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        Assert.Equal(host.Clock.GetUtcNow() + (14 * Day), (await StatusAsync(asked)).Earliest!.Value, TimeSpan.FromMinutes(1));
        host.Clock.Advance((14 * Day) - TimeSpan.FromMinutes(1));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("announced", (await StatusAsync(asked)).State);
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
        var ticket = phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        Assert.True(ticket.Erase);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_phone_that_was_marked_as_lost_after_the_grant_gets_no_ticket()
    {
        var (ada, phone) = await LongHeldAsync();
        await AnnouncedAsync("release", phone.Id, ada.Email);
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        await MarkLostAsync(ada, phone.Id);
        Assert.Equal("device_lost", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    [Fact]
    public async Task A_phone_that_is_lost_when_its_case_is_due_is_not_let_go()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        await MarkLostAsync(ada, phone.Id);
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        var status = await StatusAsync(asked);
        Assert.Equal(("refused", "deviceLost"), (status.State, status.Reason));
        Assert.Equal("device_lost", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    [Fact]
    public async Task The_link_in_the_announcement_opens_a_page_its_form_objects_once_and_two_seniors_hear_both_sides()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        var secret = await LinkAsync(ada.Email);
        using var http = host.NewHttp();
        // A scanner of mails follows links.
        Assert.Contains("<form", await http.GetStringAsync(new Uri("/case/objection/" + secret, UriKind.Relative), Ct), StringComparison.Ordinal);
        Assert.Equal("announced", (await StatusAsync(asked)).State);

        using (var browser = new OperatorBrowser(host.Server))
        using (var answer = await browser.SubmitAsync("/case/objection/" + secret, Ct))
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal("disputed", (await StatusAsync(asked)).State);
        Assert.Contains((await host.Server.MailsToAsync(ada.Email, Ct)), mail => mail.Subject.StartsWith("An objection to case", StringComparison.Ordinal));
        Assert.Equal(CaseRefusals.ContestedBefore, await ContestAsync(secret));

        // A month later seniors believe the person: the whole wait begins anew, and it is a long one.
        host.Clock.Advance(30 * Day);
        await VoteAsync(asked, 2, approves: true);
        await VoteAsync(asked, 3, approves: true);
        var status = await StatusAsync(asked);
        Assert.Equal("announced", status.State);
        Assert.Equal(host.Clock.GetUtcNow() + (30 * Day), status.Earliest!.Value, TimeSpan.FromMinutes(1));
        Assert.Equal(CaseRefusals.ContestedBefore, await ContestAsync(secret));
    }

    [Fact]
    public async Task A_holder_who_signs_in_says_mine_with_the_password_and_the_seniors_believe_them()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        var about = Assert.Single(await ClientOf(ada.Token).GetCasesAboutMeAsync(Ct));
        Assert.Equal((asked.Number, "release", phone.Id), (about.Number, about.Kind, about.DeviceId));
        Assert.Empty(await ClientOf((await host.NewHolderAsync(Ct)).Token).GetCasesAboutMeAsync(Ct));
        var bob = await host.NewHolderAsync(Ct);
        Assert.Equal("case_unknown", await CodeAsync(() => ClientOf(bob.Token).SayMineAsync(asked.Number, new Ask.SayMine(DeviceHost.Password), Ct)));
        Assert.Equal("step_up_failed", await CodeAsync(() => ClientOf(ada.Token).SayMineAsync(asked.Number, new Ask.SayMine("wrong"), Ct)));
        await ClientOf(ada.Token).SayMineAsync(asked.Number, new Ask.SayMine(DeviceHost.Password), Ct);
        Assert.Equal("disputed", (await StatusAsync(asked)).State);
        host.Clock.Advance(30 * Day);
        await VoteAsync(asked, 2, approves: false);
        await VoteAsync(asked, 3, approves: false);
        var status = await StatusAsync(asked);
        Assert.Equal(("refused", "holderObjected"), (status.State, status.Reason));
    }

    [Fact]
    public async Task A_holder_who_gave_the_phone_away_lets_it_go_and_the_case_is_settled()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("settled", (await StatusAsync(asked)).State);
    }

    [Fact]
    public async Task A_phone_whose_consent_ran_out_unheard_is_let_go_by_a_case_without_its_holder()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);
        var contact = Person.NewEmail();
        var early = await OpenAsync("release", phone.Id, contact);
        await HandInAsync(early, contact, withPapers: true);
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(early, 0, approves: true));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("settled", (await StatusAsync(early)).State);

        // It lay in a drawer, and its holder is not there any more.
        host.Clock.Advance(130 * Day);
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        await FreedByCaseAsync(phone, contact);
    }

    [Fact]
    public async Task A_phone_that_a_case_lets_go_does_not_go_to_who_was_to_have_it_by_a_transfer_that_nobody_heard_of()
    {
        var (seller, phone) = await LongHeldAsync();
        using var ours = phone;
        seller = seller with { Token = await host.NewTokenAsync(seller.Id, Ct) };
        var second = await host.NewHolderAsync(Ct);
        await ClientOf(seller.Token).OpenTransferAsync(phone.Id, new OpenDeviceTransfer(DeviceHost.Password, (await RecoveryCodesAsync(seller))[0], Transaction: null, Erase: true), Ct);
        await ClientOf(second.Token).AcceptTransferAsync(new AcceptTransfer((await ClientOf(seller.Token).GetTransferCodeAsync(phone.Id, Ct)).Code, DeviceHost.Password), Ct);
        var seen = await ClientOf(seller.Token).GetTransferAsync(phone.Id, Ct);
        await ClientOf(seller.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, seen.Acceptance!), Ct);

        // The phone was off, and is somebody else's by now.
        host.Clock.Advance(130 * Day);
        await FreedByCaseAsync(phone, Person.NewEmail());
    }

    [Fact]
    public async Task A_phone_that_a_case_let_go_and_that_was_off_for_a_month_is_let_go_by_another_case()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        var contact = Person.NewEmail();
        var first = await AnnouncedAsync("release", phone.Id, contact);
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(first)).State);
        host.Clock.Advance(31 * Day);
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        await FreedByCaseAsync(phone, contact);
    }

    [Fact]
    public async Task A_lost_phone_that_was_being_let_go_before_is_held_again_by_seniors_after_a_year_and_then_let_go()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);
        await MarkLostAsync(ada, phone.Id);
        host.Clock.Advance(400 * Day);
        var contact = Person.NewEmail();
        var heirs = await AnnouncedAsync("release", phone.Id, contact);
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("submitted", (await StatusAsync(heirs)).State);
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        await VoteAsync(heirs, 2, approves: true);
        await VoteAsync(heirs, 3, approves: true);
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(heirs)).State);
        await FreedAsync(phone);
    }

    [Fact]
    public async Task After_a_restore_a_release_that_was_granted_and_not_heard_of_is_announced_anew()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var asked = await AnnouncedAsync("release", phone.Id, Person.NewEmail());
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
        await RestoredAsync(phone);
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        var status = await StatusAsync(asked);
        Assert.Equal("announced", status.State);
        Assert.Equal(host.Clock.GetUtcNow() + (30 * Day), status.Earliest!.Value, TimeSpan.FromMinutes(1));
        Assert.NotEmpty(await LinkAsync(ada.Email));
        Assert.NotNull(await host.InDatabaseAsync(db => db.Cases.Where(c => c.DeviceId == new DeviceId(phone.Id)).Select(c => c.RenewedAt).SingleAsync(Ct)));

        // Done again it is done once more, and there is one.
        await RestoredAsync(phone);
        host.Clock.Advance(30 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
        await FreedAsync(phone);
        await RestoredAsync(phone);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
    }

    // What generation start does to this phone and its cases.
    private async Task RestoredAsync(TestPhone phone)
    {
        await host.InDatabaseAsync(async db =>
        {
            var (id, now) = (new Domain.Devices.DeviceId(phone.Id), UtcTimeConverter.ToStored(host.Clock.GetUtcNow()));
            return await db.RunAsync(new("UPDATE devices SET release_ends_at = $1, version = version + 1 WHERE release_ends_at > $1 AND device_id = $2", now, id.Value), Ct);
        });
        await host.InScopeAsync(async services =>
        {
            await services.GetRequiredService<RestartCases>().ExecuteAsync(Ct);
            return true;
        });
        await host.SweepAsync<CarryCasesOn>(Ct);
    }

    [Theory]
    [InlineData("release")]
    [InlineData("recovery")]
    public async Task However_it_is_spelt_cases_about_one_thing_are_counted_together_and_what_an_agent_was_drawn_for_costs_the_next_one_time(string kind)
    {
        // Eight digits of each run's own; of fifteen the last one is checked.
        var own = RandomNumberGenerator.GetString("123456789", 6);
        _ = Imei.TryReport("35209900" + own, out var imei);
        var label = imei.Text;
        string[] spelt = kind == "release"
            ? [label, $"{label[..2]}-{label[2..8]}-{label[8..14]}-{label[14]}", label[..14], label[..14] + "99"]
            : [$"Case.{own}@Example.org", $" case.{own}@example.org", $"CASE.{own}@EXAMPLE.ORG", $"case.{own}@Example.Org "];
        foreach (var (at, one) in spelt.Index())
        {
            var contact = Person.NewEmail();
            var opened = await OpenAsync(kind, one, contact);
            var from = (await StatusAsync(opened)).SubmitFrom;
            // The second in a year waits for three days, each further one for fourteen: nobody is kept out by what was not decided.
            Assert.Equal(at switch { 0 => 0, 1 => 3, _ => 14 }, (from!.Value - host.Clock.GetUtcNow()).TotalDays, 0.1);
            await HandInAsync(opened, contact);
            await LookAsync(opened, 0);
            await host.NewClient().WithdrawCaseAsync(opened.Number, opened.Secret, Ct);
        }

        var unseen = await OpenAsync(kind, spelt[0], Person.NewEmail());
        Assert.Equal(14, ((await StatusAsync(unseen)).SubmitFrom!.Value - host.Clock.GetUtcNow()).TotalDays, 0.1);
    }

    [Fact]
    public async Task A_phone_has_three_decided_cases_a_year_however_it_is_named_and_only_agents_see_why_there_is_no_fourth()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        for (var i = 0; i < 3; i++)
        {
            var contact = Person.NewEmail();
            var one = await OpenAsync("release", phone.Id, contact);
            await HandInAsync(one, contact);
            await VoteAsync(one, 0, approves: false);
            await VoteAsync(one, 1, approves: false);
        }

        var last = Person.NewEmail();
        var evidence = (await phone.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence;
        await RenameAsync(phone.Id);
        var fourth = await host.NewClient().OpenCaseAsync(new Ask.OpenCase("release", last, Evidence: evidence, Language: "en"), Ct);
        await HandInAsync(fourth, last, withPapers: true);
        Assert.Equal(3, (await LookAsync(fourth, 0)).Others);
        Assert.Equal(CaseRefusals.Limited, await TryVoteAsync(fourth, 0, approves: true));
        Assert.Equal("submitted", (await StatusAsync(fourth)).State);
    }

    // As if all before had been opened under another name of the phone.
    private Task<int> RenameAsync(string id) => host.InDatabaseAsync(async db =>
    {
        var (device, other) = (new Domain.Devices.DeviceId(id), RandomNumberGenerator.GetBytes(32));
        await db.Cases.Where(c => c.DeviceId == device && c.OpenAs != null).ExecuteUpdateAsync(c => c.SetProperty(x => x.OpenAs, other), Ct);
        return await db.Cases.Where(c => c.DeviceId == device).ExecuteUpdateAsync(c => c.SetProperty(x => x.Subject, other), Ct);
    });

    [Fact]
    public async Task The_lot_is_drawn_once_and_handing_in_again_draws_no_other()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        (OperatorId Id, bool IsSenior)[] agents = [.. Enumerable.Range(10, 40).Select(agent => (AgentOf(agent), false))];
        OperatorId? first = null;
        for (var i = 0; i < 4; i++)
        {
            var contact = Person.NewEmail();
            var one = await OpenAsync("release", phone.Id, contact);
            await HandInAsync(one, contact);
            var drawn = await LotAsync(one, agents);
            Assert.Equal(first ?? drawn, drawn);
            // Another round, or another node, at once.
            Assert.Equal(drawn, await LotAsync(one, agents));
            first = drawn;
            await host.NewClient().WithdrawCaseAsync(one.Number, one.Secret, Ct);
        }
    }

    [Fact]
    public async Task Who_lets_a_case_lie_is_not_drawn_for_it_again_and_who_is_left_keeps_it()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        var contact = Person.NewEmail();
        var one = await OpenAsync("release", phone.Id, contact);
        await HandInAsync(one, contact);
        (OperatorId Id, bool IsSenior)[] agents = [.. Enumerable.Range(60, 3).Select(agent => (AgentOf(agent), false))];
        HashSet<OperatorId> drawn = [];
        List<OperatorId> late = [];
        for (var i = 0; i < 3; i++)
        {
            Assert.True(drawn.Add((await LotAsync(one, agents, late))!.Value));
            host.Clock.Advance(CaseRules.LookTime);
        }

        Assert.Equal(drawn.Take(2), late);
        Assert.Equal(drawn.Last(), (await LotAsync(one, agents, late))!.Value);
        Assert.Equal(2, late.Count);
        Assert.Null((await LookAsAsync(one, drawn.Last())).Refusal);
        Assert.Equal(CaseRefusals.Unknown, (await LookAsAsync(one, late[0])).Refusal);
    }

    [Fact]
    public async Task What_waits_for_a_senior_or_is_still_heard_keeps_no_younger_case_back()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var heard = await AnnouncedAsync("release", phone.Id, ada.Email);
        Assert.Null(await ContestAsync(await LinkAsync(ada.Email)));
        var now = host.Clock.GetUtcNow();
        await host.InDatabaseAsync(async db =>
        {
            for (var i = 0; i <= CaseDesk.Most; i++)
            {
                db.Cases.Add(Case.Open(
                    new CaseId(new Guid(RandomNumberGenerator.GetBytes(16))), CaseNumber.Draw(), [1], CaseKind.Release, RandomNumberGenerator.GetBytes(32), null, null, "old@example.org", Domain.SignIn.OneTimeCode.Sent([9], now), null, "en", isSigned: false, now));
            }

            await db.SaveChangesAsync(Ct);
            return await db.Cases.Where(c => c.Contact == "old@example.org").ExecuteUpdateAsync(c => c.SetProperty(x => x.State, CaseState.ThirdLook).SetProperty(x => x.SubmittedAt, now - Day).SetProperty(x => x.EndsAt, now + (90 * Day)), Ct);
        });
        var contact = Person.NewEmail();
        var young = await OpenAsync("recovery", contact, contact);
        await HandInAsync(young, contact);
        var waiting = await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().UndrawnAsync([(AgentOf(70), false)], Ct));
        Assert.Contains(waiting, one => one.Number == young.Number.Replace("-", "", StringComparison.Ordinal));
        Assert.DoesNotContain(waiting, one => one.State is CaseState.ThirdLook or CaseState.Disputed);

        // And whoever has had a hand in it is no one for whom it waits.
        await VoteAsync(young, 70, approves: false);
        Assert.DoesNotContain(await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().UndrawnAsync([(AgentOf(70), false)], Ct)), one => one.Number == young.Number.Replace("-", "", StringComparison.Ordinal));
        await host.InDatabaseAsync(db => db.Cases.Where(c => c.Contact == "old@example.org").ExecuteDeleteAsync(Ct));
        host.Clock.Advance(30 * Day);
        Assert.Contains(await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().UndrawnAsync([(AgentOf(70), true)], Ct)), one => one.Number == heard.Number.Replace("-", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_keeps_every_flag_at_once()
    {
        var contact = Person.NewEmail();
        var one = await OpenAsync("recovery", contact, contact);
        var number = one.Number.Replace("-", "", StringComparison.Ordinal);
        var all = Enum.GetValues<CaseFlags>().Aggregate((a, b) => a | b);
        await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).ExecuteUpdateAsync(c => c.SetProperty(x => x.Flags, all), Ct));
        Assert.Equal(all, await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Flags).SingleAsync(Ct)));
    }

    [Fact]
    public async Task One_case_that_cannot_be_brought_on_keeps_no_other_back()
    {
        var (_, one) = await LongHeldAsync();
        var (_, two) = await NewHeldPhoneAsync();
        using var ours = one;
        using var theirs = two;
        host.Clock.Advance(100 * Day);
        var broken = await AnnouncedAsync("release", one.Id, Person.NewEmail());
        var whole = await AnnouncedAsync("release", two.Id, Person.NewEmail());
        var number = broken.Number.Replace("-", "", StringComparison.Ordinal);
        await host.InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"UPDATE cases SET flags = 'Nonsense' WHERE number = {number}", Ct));
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(whole)).State);
        await host.InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"UPDATE cases SET flags = 'None' WHERE number = {number}", Ct));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(broken)).State);
    }

    [Fact]
    public async Task A_time_that_another_case_has_seen_shortens_no_hearing()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        Assert.Null(await ContestAsync(await LinkAsync(ada.Email)));
        // A node that was forty days ahead for a minute has touched another case.
        var contact = Person.NewEmail();
        var other = await OpenAsync("recovery", contact, contact);
        var number = other.Number.Replace("-", "", StringComparison.Ordinal);
        var ahead = host.Clock.GetUtcNow() + (40 * Day);
        await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).ExecuteUpdateAsync(c => c.SetProperty(x => x.LatestAt, ahead), Ct));
        Assert.Equal(CaseRefusals.Hearing.Code, (await TryVoteAsync(asked, 2, approves: true))?.Code);
        await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).ExecuteDeleteAsync(Ct));
    }

    [Fact]
    public async Task Whoever_registered_again_with_the_contact_address_is_told_before_the_case_is_handed_in()
    {
        var (ada, again) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        var opened = await OpenAsync("recovery", ada.Email, again.Email);
        Assert.Equal("address_taken", await CodeAsync(() => HandInAsync(opened, again.Email)));
        // It says nothing of the account that is asked for.
        var nobody = await OpenAsync("recovery", Person.NewEmail(), again.Email);
        Assert.Equal("address_taken", await CodeAsync(() => HandInAsync(nobody, again.Email)));
        var other = Person.NewEmail();
        var better = await OpenAsync("recovery", ada.Email, other);
        await HandInAsync(better, other);
        Assert.Equal("submitted", (await StatusAsync(better)).State);
    }

    [Fact]
    public async Task The_open_case_of_somebody_who_is_erased_is_over_and_no_agent_is_drawn_for_it()
    {
        var contact = Person.NewEmail();
        var opened = await OpenAsync("recovery", Person.NewEmail(), contact);
        await HandInAsync(opened, contact);
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        await host.InScopeAsync(async services =>
        {
            await services.GetServices<IErasure>().OfType<EraseCases>().Single().EraseAsync(new ErasedPerson(new Domain.Accounts.AccountId(new Guid(RandomNumberGenerator.GetBytes(16))), [Domain.Accounts.Address.Of(Domain.Accounts.EmailAddress.FromStored(contact))]), Ct);
            return true;
        });
        Assert.Equal((CaseState.Withdrawn, "", (byte[]?)null), await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => new ValueTuple<CaseState, string, byte[]?>(c.State, c.Contact, c.OpenAs)).SingleAsync(Ct)));
        Assert.DoesNotContain(await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().UndrawnAsync([(AgentOf(0), true)], Ct)), one => one.Number == number);
    }

    [Fact]
    public async Task Of_two_agents_at_once_who_let_two_cases_about_one_phone_be_announced_one_is_first()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        List<Ask.CaseOpened> both = [];
        for (var i = 0; i < 2; i++)
        {
            var contact = Person.NewEmail();
            var one = await OpenAsync("release", phone.Id, contact);
            await HandInAsync(one, contact, withPapers: true);
            await VoteAsync(one, 2 * i, approves: true);
            await RenameAsync(phone.Id);
            await host.InDatabaseAsync(db => db.Cases.Where(c => c.OpenAs != null).ExecuteUpdateAsync(c => c.SetProperty(x => x.OpenAs, (byte[]?)null), Ct));
            both.Add(one);
        }

        var said = await Task.WhenAll(TryVoteAsync(both[0], 1, approves: true), TryVoteAsync(both[1], 3, approves: true));
        Assert.Single(said, refusal => refusal is null);
        Assert.Equal(CaseRefusals.Open, Assert.Single(said, refusal => refusal is not null));
    }

    [Fact]
    public async Task Evidence_with_a_broken_signature_opens_and_proves_no_case_and_is_counted()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        var good = (await phone.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence;
        var broken = good[..^4] + (good[^4..] == "AAAA" ? "BBBB" : "AAAA");
        var contact = Person.NewEmail();
        Assert.StartsWith("evidence_", await CodeAsync(() => host.NewClient().OpenCaseAsync(new Ask.OpenCase("release", contact, Evidence: broken, Language: "en"), Ct)), StringComparison.Ordinal);
        var opened = await OpenAsync("release", phone.Id, contact);
        for (var i = 0; i < 3; i++)
        {
            Assert.StartsWith("evidence_", await CodeAsync(() => host.NewClient().ProveCaseDeviceAsync(opened.Number, opened.Secret, new Ask.ProveCaseDevice(broken), Ct)), StringComparison.Ordinal);
        }

        Assert.StartsWith("evidence_", await CodeAsync(() => host.NewClient().ObjectOnDeviceAsync(new Client.Devices.DeviceEvidence(broken), Ct)), StringComparison.Ordinal);
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        Assert.False(await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.IsSigned).SingleAsync(Ct)));
        // What proves nothing used nothing of the good one up.
        await host.NewClient().ProveCaseDeviceAsync(opened.Number, opened.Secret, new Ask.ProveCaseDevice(good), Ct);
        Assert.True(await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.IsSigned).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_case_stands_in_the_way_of_a_deletion_from_its_announcement_on_and_so_does_a_dispute()
    {
        var ada = await host.NewHolderAsync(Ct);
        host.Clock.Advance(100 * Day);
        var asked = await OpenAsync("recovery", ada.Email, ada.Email);
        await HandInAsync(asked, ada.Email);
        var holder = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        Assert.Empty((await holder.GetDeletionAsync(Ct)).InTheWay);
        await VoteAsync(asked, 0, approves: true);
        await VoteAsync(asked, 1, approves: true);
        var announced = Assert.Single((await holder.GetDeletionAsync(Ct)).InTheWay);
        Assert.Equal((asked.Number, "/cases"), (announced.Name, announced.Path));
        Assert.Null(await ContestAsync(await LinkAsync(ada.Email)));
        var disputed = Assert.Single((await holder.GetDeletionAsync(Ct)).InTheWay);
        Assert.Equal((asked.Number, "/cases"), (disputed.Name, disputed.Path));
        Assert.NotEqual(announced.Kind, disputed.Kind);
    }

    private async Task<OperatorId?> LotAsync(Ask.CaseOpened opened, IReadOnlyCollection<(OperatorId Id, bool IsSenior)> agents, List<OperatorId>? late = null)
    {
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        var id = await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(Ct));
        Assert.True(await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().DrawAsync(
            id,
            agents,
            who =>
            {
                late?.Add(who);
                return Task.CompletedTask;
            },
            Ct)));
        return await host.InDatabaseAsync(db => db.Cases.Where(c => c.Id == id).Select(c => c.Agent).SingleAsync(Ct));
    }

    private Task<Server.Platform.Answer<CaseOnDesk>> LookAsAsync(Ask.CaseOpened opened, OperatorId agent) => host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().LookAsync(agent, opened.Number, Ct));

    private async Task FreedByCaseAsync(TestPhone phone, string contact)
    {
        var asked = await AnnouncedAsync("release", phone.Id, contact);
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
        await FreedAsync(phone);
    }

    private static async Task FreedAsync(TestPhone phone)
    {
        Assert.True(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_thief_with_the_phone_and_the_box_is_approved_by_nobody()
    {
        var (_, phone) = await LongHeldAsync();
        var contact = Person.NewEmail();
        var opened = await host.NewClient().OpenCaseAsync(new Ask.OpenCase("release", contact, Evidence: (await phone.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence, Language: "en"), Ct);
        await HandInAsync(opened, contact);
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(opened, 0, approves: true));
        Assert.Equal("submitted", (await StatusAsync(opened)).State);
    }

    [Fact]
    public async Task Nobody_decides_twice_nor_without_being_drawn_nor_about_a_case_that_has_changed()
    {
        var (ada, phone) = await LongHeldAsync();
        var opened = await OpenAsync("release", phone.Id, ada.Email);
        await HandInAsync(opened, ada.Email, withPapers: true);
        await VoteAsync(opened, 0, approves: true);
        Assert.Equal(CaseRefusals.Unknown, await TryVoteAsync(opened, 0, approves: true));
        Assert.Equal(CaseRefusals.Changed, await TryVoteAsync(opened, 1, approves: true, digest: new byte[32]));
        Assert.Equal(CaseRefusals.Unknown, await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().DecideAsync(AgentOf(4), true, opened.Number, new byte[32], true, CaseReason.None, Ct)));
        Assert.Equal("submitted", (await StatusAsync(opened)).State);
        await VoteAsync(opened, 1, approves: true);
        Assert.Equal("announced", (await StatusAsync(opened)).State);
    }

    [Fact]
    public async Task An_agent_sees_a_masked_holder_and_no_address_and_asks_for_more()
    {
        var (ada, phone) = await LongHeldAsync();
        var opened = await OpenAsync("release", phone.Id, ada.Email);
        await HandInAsync(opened, ada.Email, withPapers: true);
        var desk = await LookAsync(opened, 0);
        Assert.DoesNotContain(ada.Email, desk.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("•", desk.Holder, StringComparison.Ordinal);
        Assert.Equal([(CaseFact.Receipt, 15), (CaseFact.SimProof, 15), (CaseFact.AddressKnown, 0)], desk.Score.Parts.AsEnumerable());
        Assert.Null(await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().AskMoreAsync(AgentOf(0), false, opened.Number, desk.Digest, CaseReason.Unreadable, Ct)));
        var status = await StatusAsync(opened);
        Assert.Equal(("draft", "unreadable", "unreadable"), (status.State, status.Reason, Assert.Single(status.Messages).Template));
        await host.NewClient().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        Assert.Equal("submitted", (await StatusAsync(opened)).State);
    }

    [Fact]
    public async Task A_granted_recovery_gives_a_password_and_an_address_ends_everything_of_before_and_opens_no_phone()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        Assert.Equal("case_elsewhere", await CodeAsync(() => host.NewClient().TakeRecoveryAsync(asked.Number, asked.Secret, new Ask.TakeRecovery("four moths on a ladder"), Ct)));
        host.Clock.Advance(7 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("offered", (await StatusAsync(asked)).State);
        Assert.Contains(await host.Server.MailsToAsync(ada.Email, Ct), mail => mail.Subject.EndsWith("is granted", StringComparison.Ordinal));
        Assert.Equal("password_too_short", await CodeAsync(() => host.NewClient().TakeRecoveryAsync(asked.Number, asked.Secret, new Ask.TakeRecovery("short"), Ct)));
        await host.NewClient().TakeRecoveryAsync(asked.Number, asked.Secret, new Ask.TakeRecovery("four moths on a ladder"), Ct);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
        Assert.Equal("case_elsewhere", await CodeAsync(() => host.NewClient().TakeRecoveryAsync(asked.Number, asked.Secret, new Ask.TakeRecovery("five moths on a ladder"), Ct)));

        Assert.False(await host.InDatabaseAsync(db => db.Set<Domain.SignIn.Session>().AnyAsync(s => s.AccountId == ada.Id && s.EndedAt == null, Ct)));
        var token = await host.NewTokenAsync(ada.Id, Ct);
        Assert.Single(await ClientOf(token).GetDevicesAsync(Ct));
        Assert.Equal("account_quiet", await CodeAsync(() => RemoveAsync(ClientOf(token), phone.Id, erase: true, "four moths on a ladder")));
        Assert.Equal("account_quiet", await CodeAsync(() => phone.ActivateAsync(token, Ct)));
    }

    [Fact]
    public async Task A_person_nobody_knew_gets_the_contact_address_as_the_accounts_first_address()
    {
        var ada = await host.NewHolderAsync(Ct);
        host.Clock.Advance(100 * Day);
        var contact = Person.NewEmail();
        var opened = await OpenAsync("recovery", ada.Email, contact);
        await HandInAsync(opened, contact);
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(opened, 0, approves: true));
        // As if documents had been believed: the address was the account's once.
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        await host.InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"UPDATE cases SET contact = {ada.Email} WHERE number = {number}", Ct));
        await VoteAsync(opened, 1, approves: true);
        await VoteAsync(opened, 2, approves: true);
        await host.InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"UPDATE cases SET contact = {contact} WHERE number = {number}", Ct));
        host.Clock.Advance(7 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        await host.NewClient().TakeRecoveryAsync(opened.Number, opened.Secret, new Ask.TakeRecovery("four moths on a ladder"), Ct);
        var account = await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetIdentifiersAsync(Ct);
        Assert.Equal(contact, account[0].Value);
        Assert.Contains(await host.Server.MailsToAsync(ada.Email, Ct), mail => mail.Subject == "Your password was reset" && mail.Text.Contains("/reset/undo/", StringComparison.Ordinal));

        // Who reads the old address undoes it: the contact address goes with it, is told so once, and is told nothing more.
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await UndoRecoveryAsync(ada.Email);
        var token = await host.NewTokenAsync(ada.Id, Ct);
        Assert.Equal([ada.Email], (await ClientOf(token).GetIdentifiersAsync(Ct)).Select(i => i.Value));
        Assert.Single(await host.Server.MailsToAsync(contact, Ct), mail => mail.Subject == "The reset of your password was undone");
        host.Clock.Advance(Account.FreezeTime);
        await AnnouncedAsync("recovery", await host.InDatabaseAsync(db => db.Set<Account>().Where(a => a.Id == ada.Id).Select(a => a.Number.Value).SingleAsync(Ct)), ada.Email);
        Assert.Contains(await host.Server.MailsToAsync(ada.Email, Ct), mail => mail.Text.Contains("/case/objection/", StringComparison.Ordinal));
        Assert.DoesNotContain(await host.Server.MailsToAsync(contact, Ct), mail => mail.Text.Contains("/case/objection/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_holder_with_two_proofs_ends_a_recovery()
    {
        var ada = await host.NewHolderAsync(Ct);
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        var client = ClientOf(ada.Token);
        var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "endRecovery");
        Assert.Equal(30, ((await StatusAsync(asked)).Earliest!.Value - host.Clock.GetUtcNow()).TotalDays, 0.1);
        Assert.Equal("step_up_failed", await CodeAsync(() => client.EndRecoveryAsync(asked.Number, new Ask.EndRecovery("wrong", code, transaction), Ct)));
        await client.EndRecoveryAsync(asked.Number, new Ask.EndRecovery(DeviceHost.Password, code, transaction), Ct);
        Assert.Equal("contested", (await StatusAsync(asked)).State);
        host.Clock.Advance(30 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("contested", (await StatusAsync(asked)).State);
    }

    [Fact]
    public async Task A_holder_with_a_recovery_code_ends_a_recovery_that_was_granted()
    {
        var ada = await host.NewHolderAsync(Ct);
        var codes = await RecoveryCodesAsync(ada);
        host.Clock.Advance(100 * Day);
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        host.Clock.Advance(7 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("offered", (await StatusAsync(asked)).State);
        var client = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        Assert.Equal("offered", Assert.Single(await client.GetCasesAboutMeAsync(Ct)).State);
        // That the holder is there speaks against it by itself.
        Assert.Equal("case_elsewhere", await CodeAsync(() => host.NewClient().TakeRecoveryAsync(asked.Number, asked.Secret, new Ask.TakeRecovery("four moths on a ladder"), Ct)));
        await client.EndRecoveryAsync(asked.Number, new Ask.EndRecovery(DeviceHost.Password, codes[0]), Ct);
        Assert.Equal("contested", (await StatusAsync(asked)).State);
    }

    [Fact]
    public async Task The_stolen_phone_does_not_recover_its_owners_account()
    {
        var (ada, phone) = await LongHeldAsync();
        await MarkLostAsync(ada, phone.Id);
        var contact = Person.NewEmail();
        var opened = await OpenAsync("recovery", ada.Email, contact);
        await host.NewClient().ProveCaseDeviceAsync(opened.Number, opened.Secret, new Ask.ProveCaseDevice((await phone.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence), Ct);
        await HandInAsync(opened, contact);
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(opened, 0, approves: true));
        var desk = await LookAsync(opened, 0);
        Assert.Equal((0, true), (desk.Score.Points, desk.Flags.HasFlag(CaseFlags.DeviceLost)));
    }

    [Fact]
    public async Task After_a_restore_what_was_announced_is_announced_anew_with_a_long_wait()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        var before = await LinkAsync(ada.Email);
        host.Clock.Advance(13 * Day);
        await host.InScopeAsync(async services =>
        {
            await services.GetRequiredService<RestartCases>().ExecuteAsync(Ct);
            return true;
        });
        await host.SweepAsync<CarryCasesOn>(Ct);
        var status = await StatusAsync(asked);
        Assert.Equal("announced", status.State);
        Assert.Equal(host.Clock.GetUtcNow() + (30 * Day), status.Earliest!.Value, TimeSpan.FromMinutes(1));
        Assert.Equal(CaseRefusals.Unknown, await ContestAsync(before));
        var after = await LinkAsync(ada.Email);
        Assert.NotEqual(before, after);
        Assert.Null(await ContestAsync(after));
    }

    [Fact]
    public async Task One_phone_is_announced_once_however_it_was_named()
    {
        var (ada, phone) = await LongHeldAsync();
        await AnnouncedAsync("release", phone.Id, ada.Email);
        var contact = Person.NewEmail();
        var evidence = (await phone.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence;
        await RenameAsync(phone.Id);
        var other = await host.NewClient().OpenCaseAsync(new Ask.OpenCase("release", contact, Evidence: evidence, Language: "en"), Ct);
        await HandInAsync(other, contact, withPapers: true);
        Assert.Equal(CaseRefusals.Open, await TryVoteAsync(other, 2, approves: true));
    }

    [Fact]
    public async Task Of_a_grant_and_an_objection_at_once_one_is()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        var secret = await LinkAsync(ada.Email);
        host.Clock.Advance(14 * Day);
        await Task.WhenAll(host.SweepAsync<CarryCasesOn>(Ct), ContestAsync(secret));
        var (state, device) = ((await StatusAsync(asked)).State, (await phone.StateAsync(Ct)).State);
        Assert.Contains((state, device), new[] { ("granted", "releasing"), ("disputed", "held") });
    }

    private async Task UndoRecoveryAsync(string email)
    {
        var link = (await host.Server.MailsToAsync(email, Ct)).Last(mail => UndoLink().IsMatch(mail.Text)).Text;
        Assert.Null(await host.InScopeAsync(s => s.GetRequiredService<UndoReset>().ExecuteAsync(UndoLink().Match(link).Groups[1].Value, Ct)));
    }

    [GeneratedRegex(@"/reset/undo/([\w-]+)")]
    private static partial Regex UndoLink();
}
