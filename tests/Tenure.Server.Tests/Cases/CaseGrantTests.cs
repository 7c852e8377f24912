using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Cases;
using Tenure.Protocols.Tickets;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Operators;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>A case from the agents to its end, and who keeps whom from what.</summary>
public abstract class CaseGrantTests(DeviceHost host) : DecidedCaseTests(host)
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
        await ClientOf(ada.Token).RemoveDeviceAsync(phone.Id, new Client.Devices.RemoveDevice(DeviceHost.Password, Erase: false), Ct);
        host.Clock.Advance(31 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("settled", (await StatusAsync(asked)).State);
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
        await HandInAsync(opened, ada.Email);
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
        await HandInAsync(opened, ada.Email);
        var desk = await LookAsync(opened, 0);
        Assert.DoesNotContain(ada.Email, desk.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("•", desk.Holder, StringComparison.Ordinal);
        Assert.Equal([CaseFact.AddressKnown], desk.Score.Parts.Select(part => part.Fact));
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
        Assert.Equal("account_quiet", await CodeAsync(() => ClientOf(token).RemoveDeviceAsync(phone.Id, new Client.Devices.RemoveDevice("four moths on a ladder", Erase: true), Ct)));
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
        var other = await host.NewClient().OpenCaseAsync(new Ask.OpenCase("release", contact, Evidence: evidence, Language: "en"), Ct);
        await HandInAsync(other, contact);
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
}
