using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.Documents;
using Tenure.Domain.Operators;
using Tenure.Protocols.Tickets;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Documents;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Documents;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Operators;

namespace Tenure.Server.Tests.Cases;

/// <summary>A case on one screen: what happened to the device before, and cases that are like it.</summary>
public abstract class CaseOnDeskTests(DeviceHost host) : DecidedCaseTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task An_agent_sees_the_life_of_the_phone_and_no_one_in_it()
    {
        var (ada, phone) = await LongHeldAsync();
        var contact = Person.NewEmail();
        var asked = await OpenAsync("release", phone.Id, contact);
        await HandInAsync(asked, contact);
        var seen = await LookAsync(asked, 0);
        Assert.Equal([DeviceEvents.Activated, DeviceEvents.Enrolled], seen.History.Select(m => m.Event).Intersect([DeviceEvents.Activated, DeviceEvents.Enrolled]));
        Assert.DoesNotContain(seen.History, m => m.Event is DeviceEvents.Synced or DeviceEvents.HoldConfirmed);
        Assert.All(seen.History, m => Assert.Equal(0, m.At.Minute + m.At.Second));

        var senior = await OperatorDesk.CreateAsync(host.Server, OperatorRole.Senior, Ct);
        await DrawForAsync(asked.Number, senior);
        using var browser = await OperatorDesk.SignInAsync(host.Server, senior, Ct);
        var page = await browser.ReadAsync("/operator/cases/" + asked.Number.Replace("-", "", StringComparison.Ordinal), Ct);
        Assert.Contains("History of this device", page, StringComparison.Ordinal);
        Assert.Contains("Activated by an account", page, StringComparison.Ordinal);
        Assert.DoesNotContain(ada.Email, page, StringComparison.Ordinal);
        Assert.DoesNotContain(phone.Id, page, StringComparison.Ordinal);
        await OperatorDesk.DisableAsync(host.Server, Ct, senior);
    }

    [Fact]
    public async Task Who_gave_the_phone_away_is_told_from_who_lost_it_by_a_case()
    {
        var (ada, phone) = await LongHeldAsync();
        using var _ = phone;
        await RemoveAsync(ClientOf(await host.NewTokenAsync(ada.Id, Ct)), phone.Id, erase: true);
        await LetGoAsync(phone);
        var ben = await host.NewHolderAsync(Ct);
        await HoldAsync(phone, ben);

        // The seller asks for the buyer's phone.
        var sellers = await OpenAsync("release", phone.Id, ada.Email);
        await HandInAsync(sellers, ada.Email);
        Assert.Equal([(CaseFact.GaveAway, 0)], (await LookAsync(sellers, 0)).Score.Parts);
        await host.NewClient().WithdrawCaseAsync(sellers.Number, sellers.Secret, Ct);

        var taken = await AnnouncedAsync("release", phone.Id, Person.NewEmail());
        host.Clock.Advance(31 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(taken)).State);
        await LetGoAsync(phone);
        await HoldAsync(phone, await host.NewHolderAsync(Ct));

        var bens = await OpenAsync("release", phone.Id, ben.Email);
        await HandInAsync(bens, ben.Email);
        Assert.Equal([(CaseFact.HeldBefore, 15)], (await LookAsync(bens, 4)).Score.Parts);
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(bens, 4, approves: true));
        // A stranger is told from both.
        var strangers = Person.NewEmail();
        var other = await OpenAsync("release", phone.Id, strangers);
        Assert.DoesNotContain((await ScoreAsync(other)).Parts, part => part.Fact is CaseFact.HeldBefore or CaseFact.GaveAway);
    }

    [Fact]
    public async Task What_a_receipt_says_is_sealed_and_shown_as_text_and_the_same_payer_is_named()
    {
        // Held first: a case that lies for a hundred days is over.
        string[] phones = [(await LongHeldAsync()).Phone.Id, (await LongHeldAsync()).Phone.Id, (await LongHeldAsync()).Phone.Id];
        var (one, first) = await SentReceiptAsync(phones[0], $"kind {Packed("receipt")},date {Packed("2026-01-02")},shop {Packed("<b>Corner</b>")},serial {Packed("SN-1")},payer {Packed("Zo\u00eb  Quux")}");
        var (other, _) = await SentReceiptAsync(phones[1], $"kind {Packed("receipt")},payer {Packed("ZO\u00cb QUUX")}");
        await SentReceiptAsync(phones[2], $"kind {Packed("other")},payer {Packed("ZO\u00cb QUUX")}");
        var seen = await LookAsync(one, 0);
        var paper = Assert.Single(seen.Documents);
        Assert.Equal(new ReceiptWords(new DateOnly(2026, 1, 2), "<b>Corner</b>", "SN-1", "Zo\u00eb  Quux"), paper.Words);
        Assert.Equal([other.Number], paper.SamePayer);
        // It is named, and changes nothing else.
        Assert.Equal([(CaseFact.Receipt, 15)], seen.Score.Parts);
        Assert.Equal(CaseFlags.None, seen.Flags & CaseFlags.EvidenceSeenElsewhere);

        var row = await host.InDatabaseAsync(db => db.Documents.AsNoTracking().SingleAsync(d => d.FolderId == first, Ct));
        Assert.DoesNotContain("Quux", Encoding.Latin1.GetString(row.Words!), StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(SHA256.HashData(Encoding.UTF8.GetBytes("ZO\u00cb QUUX")), row.PayerMac);

        var senior = await OperatorDesk.CreateAsync(host.Server, OperatorRole.Senior, Ct);
        await DrawForAsync(one.Number, senior);
        using var browser = await OperatorDesk.SignInAsync(host.Server, senior, Ct);
        var page = await browser.ReadAsync("/operator/cases/" + one.Number.Replace("-", "", StringComparison.Ordinal), Ct);
        Assert.Contains("&lt;b&gt;Corner&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Corner", page, StringComparison.Ordinal);
        Assert.Contains("2026-01-02", page, StringComparison.Ordinal);
        Assert.Contains(other.Number, page, StringComparison.Ordinal);
        await OperatorDesk.DisableAsync(host.Server, Ct, senior);
    }

    [Fact]
    public async Task What_cannot_stand_on_a_receipt_is_refused_before_anything_is_sent()
    {
        using var desk = await DocumentDesk.OpenAsync(host.Server, Ct);
        foreach (var said in (string[])[$"date {Packed("yesterday")}", $"payer {Packed("two\nlines")}", $"shop {Packed(new string('x', 81))}", "serial not base64", $"serial {new string('A', 1000)}"])
        {
            using var refused = await desk.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", "100"), ("Upload-Metadata", $"kind {Packed("receipt")},{said}"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("receipt_malformed", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        Assert.Empty(await desk.ListAsync(Ct));
    }

    private async Task<(Tenure.Client.Cases.CaseOpened Opened, Guid Folder)> SentReceiptAsync(string phone, string metadata)
    {
        var contact = Person.NewEmail();
        var opened = await OpenAsync("release", phone, contact);
        var folder = (await CaseAsync(opened.Number)).Id.Value;
        using var desk = new DocumentDesk(host.Server, folder);
        var picture = SampleDocuments.Receipt(RandomNumberGenerator.GetInt32(1_000_000));
        var at = await desk.BeginAsync(picture.Length, Ct, metadata);
        using var sent = await desk.PatchAsync(at, 0, new ByteArrayContent(picture), Ct);
        Assert.Equal("kept", (await desk.LookedAtAsync(at, Ct)).State);
        await HandInAsync(opened, contact);
        return (opened, folder);
    }

    private static string Packed(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task LetGoAsync(TestPhone phone)
    {
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
    }

    private async Task HoldAsync(TestPhone phone, TestHolder holder)
    {
        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        host.Clock.Advance(100 * Day);
    }

    private async Task<CaseScore> ScoreAsync(Tenure.Client.Cases.CaseOpened opened)
    {
        var one = await CaseAsync(opened.Number);
        return await host.InScopeAsync(s => s.GetRequiredService<CaseWorld>().ScoreAsync(one, Ct));
    }

    [Fact]
    public async Task Cases_about_the_same_phone_from_the_same_address_or_network_are_shown_with_what_they_share()
    {
        var (ada, phone) = await LongHeldAsync();
        var (contact, other, neighbour) = (Person.NewEmail(), Person.NewEmail(), Person.NewEmail());
        var asked = await OpenAsync("release", phone.Id, contact);
        await HandInAsync(asked, contact);
        var (byAccount, byAddress, byNetwork, draft) = (
            await OpenAsync("recovery", ada.Email, other), await OpenAsync("recovery", "nobody@example.org", contact), await OpenAsync("recovery", "noone@example.org", neighbour), await OpenAsync("release", phone.Id, Person.NewEmail()));
        await HandInAsync(byAccount, other);
        await HandInAsync(byAddress, contact);
        await HandInAsync(byNetwork, neighbour);
        var (network, plain) = ((await CaseAsync(asked.Number)).Network, byNetwork.Number.Replace("-", "", StringComparison.Ordinal));
        await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == plain).ExecuteUpdateAsync(c => c.SetProperty(x => x.Network, network), Ct));

        var seen = (await LookAsync(asked, 0)).Similar.ToDictionary(c => c.Number);
        Assert.Equal(new[] { byAccount.Number, byAddress.Number, byNetwork.Number }.Order(), seen.Keys.Order());
        Assert.Equal((true, false, false), Shared(seen[byAccount.Number]));
        Assert.Equal((false, true, false), Shared(seen[byAddress.Number]));
        Assert.Equal((false, false, true), Shared(seen[byNetwork.Number]));
        Assert.Equal((CaseKind.Recovery, CaseState.Submitted), (seen[byAddress.Number].Kind, seen[byAddress.Number].State));
        Assert.DoesNotContain(draft.Number, seen.Keys);
        // What the first agent said about another case is not shown.
        await VoteAsync(byAddress, 1, approves: false);
        Assert.Equal(CaseState.Submitted, (await LookAsync(asked, 2)).Similar.Single(c => c.Number == byAddress.Number).State);

        var (before, self) = (host.Clock.GetUtcNow() - (366 * Day), asked.Number.Replace("-", "", StringComparison.Ordinal));
        await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number != self).ExecuteUpdateAsync(c => c.SetProperty(x => x.SubmittedAt, before), Ct));
        Assert.Empty((await LookAsync(asked, 3)).Similar);

        static (bool, bool, bool) Shared(SimilarCase one) => (one.IsSameThing, one.IsSameContact, one.IsSameNetwork);
    }

    private Task<Case> CaseAsync(string number)
    {
        var plain = number.Replace("-", "", StringComparison.Ordinal);
        return host.InDatabaseAsync(db => db.Cases.AsNoTracking().SingleAsync(c => c.Number == plain, Ct));
    }

    private async Task DrawForAsync(string number, string name)
    {
        var (plain, agent) = (number.Replace("-", "", StringComparison.Ordinal), await OperatorDesk.IdAsync(host.Server, name, Ct));
        await host.InDatabaseAsync(async db =>
        {
            _ = (await db.Cases.SingleAsync(c => c.Number == plain, Ct)).Draw(agent, host.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Ct);
        });
    }
}
