using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Domain.Cases;
using Tenure.Protocols.Tickets;
using Tenure.Server.Cases;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Accounts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>A case from its opening until it is handed in, and what a stranger learns from it.</summary>
public abstract class CaseTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task Somebody_without_an_account_opens_a_case_proves_the_address_and_hands_it_in()
    {
        var (client, contact, opened) = await OpenAsync("recovery", Person.NewEmail());
        Assert.Matches("^[0-9A-Z]{5}-[0-9A-Z]{5}$", opened.Number);
        var draft = await client.GetCaseAsync(opened.Number, opened.Secret, Ct);
        Assert.Equal(("draft", "recovery"), (draft.State, draft.Kind));
        Assert.Equal(["contact", "documents", "points"], draft.Missing);
        Assert.Equal((Server.Clock.GetUtcNow() + CaseRules.UnlockedWait, null), (draft.NotBefore, draft.Earliest));
        Assert.Equal("case_contact_unproven", await RefusedAsync(() => client.SubmitCaseAsync(opened.Number, opened.Secret, Ct)));

        var code = await Person.LastCodeAsync(Server, contact, Ct);
        Assert.Equal("code_wrong", await RefusedAsync(() => client.ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(RegistrationTests.Other(code)), Ct)));
        await client.SendCaseCodeAsync(opened.Number, opened.Secret, Ct);
        Assert.Equal("code_wrong", await RefusedAsync(() => client.ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(code), Ct)));
        await client.ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, contact, Ct)), Ct);
        await client.SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        Assert.Equal("case_elsewhere", await RefusedAsync(() => client.SubmitCaseAsync(opened.Number, opened.Secret, Ct)));
        await client.WriteToCaseAsync(opened.Number, opened.Secret, new Ask.WriteToCase("I have the <b>box</b>.\r\nAnd the receipt."), Ct);
        Assert.Equal("case_message_malformed", await RefusedAsync(() => client.WriteToCaseAsync(opened.Number, opened.Secret, new Ask.WriteToCase(" "), Ct)));

        var status = await client.GetCaseAsync(opened.Number.ToLowerInvariant(), opened.Secret, Ct);
        Assert.Equal(("submitted", 0), (status.State, status.Missing.Count));
        Server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Server.Clock.GetUtcNow() + CaseRules.UnlockedWait, (await client.GetCaseAsync(opened.Number, opened.Secret, Ct)).NotBefore);
        Assert.Equal("I have the <b>box</b>.\nAnd the receipt.", Assert.Single(status.Messages).Text);
        await client.WithdrawCaseAsync(opened.Number, opened.Secret, Ct);
        Assert.Null((await client.GetCaseAsync(opened.Number, opened.Secret, Ct)).NotBefore);
        Assert.Equal("withdrawn", (await client.GetCaseAsync(opened.Number, opened.Secret, Ct)).State);
        Assert.Equal("case_elsewhere", await RefusedAsync(() => client.WriteToCaseAsync(opened.Number, opened.Secret, new Ask.WriteToCase("Still?"), Ct)));
    }

    [Fact]
    public async Task A_case_is_open_to_nobody_without_its_secret()
    {
        var (client, _, opened) = await OpenAsync("release", NewSerial());
        var (_, _, other) = await OpenAsync("release", NewSerial());
        foreach (var (number, secret) in new[] { (opened.Number, other.Secret), (other.Number, opened.Secret), (opened.Number, ""), ("00000-00000", opened.Secret), ("x", "y") })
        {
            Assert.Equal("case_unknown", await RefusedAsync(() => client.GetCaseAsync(number, secret, Ct)));
            Assert.Equal("case_unknown", await RefusedAsync(() => client.SubmitCaseAsync(number, secret, Ct)));
            Assert.Equal("case_unknown", await RefusedAsync(() => client.WithdrawCaseAsync(number, secret, Ct)));
        }
    }

    [Fact]
    public async Task Nobody_learns_from_a_case_who_has_an_account_or_a_phone()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var phone = new TestPhone(Server.Client());
        phone.Facts = phone.Facts with { Serial = NewSerial() };
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync((await person.SignInAsync(Server, Ct)).AccessToken!, Ct);
        foreach (var (kind, has, hasNot) in new[] { ("recovery", person.Email, Person.NewEmail()), ("recovery", person.Number, "1234567890"), ("release", phone.Facts.Serial!, NewSerial()) })
        {
            var some = await TraceAsync(kind, has);
            Assert.Equal(some, await TraceAsync(kind, hasNot));
        }

        // Who is asked for is not told of a draft, nor of a case that agents look at.
        Assert.DoesNotContain(await Server.MailsToAsync(person.Email, Ct), mail => mail.Subject.Contains("case", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Of_two_cases_about_one_phone_that_are_handed_in_at_once_one_is_and_the_other_waits_for_its_end()
    {
        var serial = NewSerial();
        var both = new[] { await ProvenAsync("release", serial), await ProvenAsync("release", serial.ToLowerInvariant()) };
        var outcomes = await Task.WhenAll(both.Select(c => OutcomeAsync(() => Server.Client().SubmitCaseAsync(c.Number, c.Secret, Ct))));
        Assert.Equal(["case_open", "done"], outcomes.Order(StringComparer.Ordinal));
        var (won, lost) = outcomes[0] == "done" ? (both[0], both[1]) : (both[1], both[0]);
        // What is taken back at once uses up nothing; what agents refused does: the second one in a year costs three days.
        await Server.Client().WithdrawCaseAsync(won.Number, won.Secret, Ct);
        var wonNumber = won.Number.Replace("-", "", StringComparison.Ordinal);
        await Server.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"UPDATE cases SET state = 'Refused' WHERE number = {wonNumber}", Ct));
        Assert.Equal("case_early", await RefusedAsync(() => Server.Client().SubmitCaseAsync(lost.Number, lost.Secret, Ct)));
        var from = (await Server.Client().GetCaseAsync(lost.Number, lost.Secret, Ct)).SubmitFrom;
        Assert.InRange(from!.Value - Server.Clock.GetUtcNow(), TimeSpan.FromDays(2.9), TimeSpan.FromDays(3));
        Server.Clock.Advance(TimeSpan.FromDays(3));
        await Server.Client().SubmitCaseAsync(lost.Number, lost.Secret, Ct);
    }

    [Fact]
    public async Task Who_has_more_to_show_is_not_kept_out_by_who_was_first()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var stranger = await ProvenAsync("recovery", person.Number);
        await Server.Client().SubmitCaseAsync(stranger.Number, stranger.Secret, Ct);
        var own = await Server.Client().OpenCaseAsync(new Ask.OpenCase("recovery", person.Email, person.Number, Language: "en"), Ct);
        await Server.Client().ProveCaseContactAsync(own.Number, own.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, person.Email, Ct)), Ct);
        await Server.Client().SubmitCaseAsync(own.Number, own.Secret, Ct);
        Assert.Equal("submitted", (await Server.Client().GetCaseAsync(stranger.Number, stranger.Secret, Ct)).State);
        var other = await ProvenAsync("recovery", person.Number);
        Assert.Equal("case_open", await RefusedAsync(() => Server.Client().SubmitCaseAsync(other.Number, other.Secret, Ct)));
    }

    [Fact]
    public async Task A_draft_keeps_nobody_out_and_ends_by_itself()
    {
        var serial = NewSerial();
        var (_, _, opened) = await OpenAsync("release", serial);
        var other = await ProvenAsync("release", serial);
        await Server.Client().SubmitCaseAsync(other.Number, other.Secret, Ct);
        Server.Clock.Advance(TimeSpan.FromDays(30));
        await Server.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("expired", (await Server.Client().GetCaseAsync(opened.Number, opened.Secret, Ct)).State);
        Assert.Equal("submitted", (await Server.Client().GetCaseAsync(other.Number, other.Secret, Ct)).State);
        Server.Clock.Advance(TimeSpan.FromDays(60));
        await Server.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("expired", (await Server.Client().GetCaseAsync(other.Number, other.Secret, Ct)).State);
    }

    [Fact]
    public async Task A_phone_opens_a_case_from_its_lock_screen_with_evidence_that_counts_once()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var phone = new TestPhone(Server.Client());
        phone.Facts = phone.Facts with { Serial = NewSerial() };
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync((await person.SignInAsync(Server, Ct)).AccessToken!, Ct);
        var evidence = (await phone.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence;
        var contact = Person.NewEmail();
        var opened = await Server.Client().OpenCaseAsync(new Ask.OpenCase("release", contact, Evidence: evidence), Ct);
        // Once used, it is used.
        Assert.NotEqual("done", await OutcomeAsync(() => Server.Client().OpenCaseAsync(new Ask.OpenCase("release", contact, Evidence: evidence), Ct)));
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        Assert.True(await Server.WithDatabaseAsync(db => db.Cases.AnyAsync(c => c.Number == number && c.IsSigned && c.DeviceId != null, Ct)));
    }

    [Fact]
    public async Task Another_phone_proves_nothing_for_a_case_and_is_not_told_so()
    {
        var case1 = await ProvenAsync("recovery", (await Person.RegisterAsync(Server, Ct)).Email);
        using var phone = new TestPhone(Server.Client());
        await phone.EnrolAsync(Ct);
        await Server.Client().ProveCaseDeviceAsync(case1.Number, case1.Secret, new Ask.ProveCaseDevice((await phone.EvidenceAsync(EvidencePurpose.Case, null, Ct)).Evidence), Ct);
        var number = case1.Number.Replace("-", "", StringComparison.Ordinal);
        Assert.False(await Server.WithDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.IsSigned).SingleAsync(Ct)));
    }

    // What an answer, the rows and the letters look like, without what is drawn by lot.
    private async Task<string> TraceAsync(string kind, string identifier)
    {
        var (cases, letters) = (await Server.WithDatabaseAsync(db => db.Cases.CountAsync(Ct)), await Server.WithDatabaseAsync(db => db.Outbox.CountAsync(Ct)));
        var opened = await ProvenAsync(kind, identifier);
        await Server.Client().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        var status = await Server.Client().GetCaseAsync(opened.Number, opened.Secret, Ct);
        (cases, letters) = (await Server.WithDatabaseAsync(db => db.Cases.CountAsync(Ct)) - cases, await Server.WithDatabaseAsync(db => db.Outbox.CountAsync(Ct)) - letters);
        return $"{cases} {letters} {status with { Number = "", OpenedAt = default, EndsAt = default, NotBefore = null, Missing = [], Messages = [] }} {status.Missing.Count} {status.Messages.Count}";
    }

    private async Task<Ask.CaseOpened> ProvenAsync(string kind, string identifier)
    {
        var (client, contact, opened) = await OpenAsync(kind, identifier);
        await client.ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, contact, Ct)), Ct);
        return opened;
    }

    private async Task<(TenureClient Client, string Contact, Ask.CaseOpened Opened)> OpenAsync(string kind, string identifier)
    {
        var (client, contact) = (Server.Client(), Person.NewEmail());
        return (client, contact, await client.OpenCaseAsync(new Ask.OpenCase(kind, contact, identifier, Language: "en"), Ct));
    }

    private static string NewSerial() => "R" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(5));

    private static async Task<string> RefusedAsync(Func<Task> call) => (await Assert.ThrowsAsync<TenureProblemException>(call)).Problem.Code!;

    private static async Task<string> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "done";
        }
        catch (TenureProblemException refused)
        {
            return refused.Problem.Code ?? "";
        }
    }
}
