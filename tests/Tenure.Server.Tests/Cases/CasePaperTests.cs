using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;
using Tenure.Domain.Cases;
using Tenure.Domain.Documents;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Documents;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Documents;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>Documents in cases: what they are worth, who sees them, and when nobody does any more.</summary>
public abstract class CasePaperTests(DeviceHost host) : DecidedCaseTests(host)
{
    private static int seed = 1000;
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_receipt_and_a_proof_of_the_sim_carry_a_case_and_agents_sign_what_they_saw()
    {
        var (_, phone) = await LongHeldAsync();
        var opened = await DraftAsync("release", phone.Id);
        using var desk = await DeskAsync(opened);
        Assert.Equal("kept", (await desk.SendAsync(Receipt(), Ct)).State);
        await desk.SendAsync(Receipt(), Ct, "sim_owner");
        await desk.SendAsync(Receipt(), Ct, "box_label");
        await desk.SendAsync("GIF89a and nothing else"u8.ToArray(), Ct, "other");
        await host.NewClient().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        Assert.Null((await StatusAsync(opened)).DocumentKey);

        var seen = await LookAsync(opened, 0);
        Assert.Equal((35, CaseFlags.None), (seen.Score.Points, seen.Flags & CaseFlags.EvidenceSeenElsewhere));
        Assert.Equal([CaseFact.Receipt, CaseFact.SimProof, CaseFact.BoxPhoto], seen.Score.Parts.Select(part => part.Fact));
        Assert.Equal([(1, "Kept", 1), (2, "Kept", 1), (3, "Kept", 1), (4, "Refused", 0)], seen.Documents.Select(d => (d.Number, d.State.ToString(), d.Pages)));
        using var picture = SKBitmap.Decode((await PageAsync(opened, 0)).Value);
        Assert.Equal((600, 800), (picture.Width, picture.Height));
        Assert.Equal(CaseRefusals.Unknown, (await PageAsync(opened, 1)).Refusal);

        // Another content under the same number is another case.
        await host.InDatabaseAsync(db => db.Documents.Where(d => d.FolderId == desk.Folder && d.Number == 2).ExecuteUpdateAsync(d => d.SetProperty(x => x.ContentMac, new byte[32]), Ct));
        Assert.Equal(CaseRefusals.Changed, await TryVoteAsync(opened, 0, approves: true, seen.Digest));
        Assert.NotEqual(Convert.ToHexString(seen.Digest), Convert.ToHexString((await LookAsync(opened, 0)).Digest));
        await VoteAsync(opened, 0, approves: true);
        await VoteAsync(opened, 1, approves: true);
        Assert.Equal("announced", (await StatusAsync(opened)).State);
    }

    [Fact]
    public async Task Its_person_reads_what_is_missing_by_what_was_sent_alone()
    {
        var (ada, phone) = await LongHeldAsync();
        var release = await DraftAsync("release", phone.Id);
        var status = await StatusAsync(release);
        Assert.Equal(["documents", "points"], status.Missing);
        Assert.Equal(host.Clock.GetUtcNow() + CaseRules.ReleaseWait, status.NotBefore);
        using var desk = await DeskAsync(release);
        var receipt = Receipt();
        await desk.SendAsync(receipt, Ct);
        await desk.SendAsync(receipt, Ct, "sim_owner");
        Assert.Equal(["points"], (await StatusAsync(release)).Missing);
        await desk.SendAsync(Receipt(), Ct, "sim_owner");
        Assert.Empty((await StatusAsync(release)).Missing);

        // The address of the account is worth enough, and nobody reads here that it is one.
        var known = await DraftAsync("recovery", ada.Email, ada.Email);
        Assert.Equal(["documents", "points"], (await StatusAsync(known)).Missing);
        // Nor that somebody else has sent the same.
        await host.NewClient().SubmitCaseAsync(release.Number, release.Secret, Ct);
        var copy = await DraftAsync("release", (await NewHeldPhoneAsync()).Phone.Id);
        using var other = await DeskAsync(copy);
        await other.SendAsync(receipt, Ct);
        await other.SendAsync(Receipt(), Ct, "sim_owner");
        Assert.Empty((await StatusAsync(copy)).Missing);
    }

    [Fact]
    public async Task One_picture_that_is_sent_as_everything_counts_once_and_as_the_least()
    {
        var opened = await DraftAsync("release", (await LongHeldAsync()).Phone.Id);
        using var desk = await DeskAsync(opened);
        var label = Receipt();
        foreach (var kind in (string[])["receipt", "sim_owner", "box_label"])
        {
            Assert.Equal("kept", (await desk.SendAsync(label, Ct, kind)).State);
        }

        await host.NewClient().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        var seen = await LookAsync(opened, 0);
        Assert.Equal([(CaseFact.BoxPhoto, 5)], seen.Score.Parts);
        Assert.Equal(["", "1", "1 2"], seen.Documents.Select(d => string.Join(' ', d.Twins)));
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(opened, 0, approves: true));
    }

    [Fact]
    public async Task The_same_receipt_in_two_cases_is_flagged_in_both_and_counts_for_who_sent_it_first_or_until_the_other_came_to_nothing()
    {
        var receipt = Receipt();
        var (_, one) = await LongHeldAsync();
        var (_, two) = await LongHeldAsync();
        var contact = Person.NewEmail();
        var first = await DraftAsync("release", one.Id, contact);
        using (var desk = await DeskAsync(first))
        {
            await desk.SendAsync(receipt, Ct);
        }

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await DraftAsync("release", two.Id);
        using var others = await DeskAsync(second);
        await others.SendAsync(receipt, Ct);

        await host.NewClient().SubmitCaseAsync(second.Number, second.Secret, Ct);
        // A draft says nothing about others.
        Assert.Equal([CaseFact.Receipt], (await LookAsync(second, 0)).Score.Parts.Select(part => part.Fact));
        await host.NewClient().SubmitCaseAsync(first.Number, first.Secret, Ct);
        foreach (var (mine, other, fact) in new[] { (first, second, CaseFact.Receipt), (second, first, CaseFact.SeenElsewhere) })
        {
            var seen = await LookAsync(mine, 0);
            Assert.Equal([fact], seen.Score.Parts.Select(part => part.Fact));
            Assert.True(seen.Flags.HasFlag(CaseFlags.EvidenceSeenElsewhere));
            Assert.Equal([other.Number], Assert.Single(seen.Documents).Elsewhere);
        }

        await host.NewClient().WithdrawCaseAsync(first.Number, first.Secret, Ct);
        var left = await LookAsync(second, 0);
        Assert.Equal([CaseFact.Receipt], left.Score.Parts.Select(part => part.Fact));
        Assert.True(left.Flags.HasFlag(CaseFlags.EvidenceSeenElsewhere));
        await host.NewClient().WithdrawCaseAsync(second.Number, second.Secret, Ct);
        await host.InDatabaseAsync(db => db.DocumentFolders.Where(f => f.Id == others.Folder).ExecuteDeleteAsync(Ct));
        var again = await DraftAsync("release", one.Id, contact);
        using (var desk = await DeskAsync(again))
        {
            await desk.SendAsync(receipt, Ct);
        }

        // An agent was drawn for the one before.
        host.Clock.Advance(3 * Day);
        await host.NewClient().SubmitCaseAsync(again.Number, again.Secret, Ct);
        Assert.Equal([CaseFact.Receipt], (await LookAsync(again, 0)).Score.Parts.Select(part => part.Fact));
    }

    [Fact]
    public async Task What_agents_have_seen_is_not_taken_back_when_they_ask_for_more()
    {
        var (_, phone) = await LongHeldAsync();
        var opened = await DraftAsync("release", phone.Id);
        using var desk = await DeskAsync(opened);
        var (left, gone) = (await desk.SendAsync(Receipt(), Ct), await desk.SendAsync(Receipt(), Ct));
        using (var removed = await desk.CallAsync(HttpMethod.Delete, $"{Tus.Path}/{gone.Id}", Ct))
        {
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }

        var unfinished = await desk.BeginAsync(100, Ct);
        await host.NewClient().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        using (var late = await desk.PatchAsync(unfinished, 0, new ByteArrayContent(new byte[100]), Ct))
        {
            Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        }

        var seen = await LookAsync(opened, 0);
        Assert.Null(await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().AskMoreAsync(AgentOf(0), false, opened.Number, seen.Digest, CaseReason.Unreadable, Ct)));
        // Who asked has done with it.
        Assert.Equal(CaseRefusals.Unknown, (await PageAsync(opened, 0)).Refusal);
        desk.Key = (await StatusAsync(opened)).DocumentKey!;
        using (var kept = await desk.CallAsync(HttpMethod.Delete, $"{Tus.Path}/{left.Id}", Ct))
        {
            Assert.Equal(HttpStatusCode.Conflict, kept.StatusCode);
            Assert.Contains("document_handed_in", await kept.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        // Eight more, whatever was there.
        for (var i = 0; i < DocumentRules.MostInFolder; i++)
        {
            await desk.BeginAsync(100, Ct);
        }

        var more = await desk.ListAsync(Ct);
        Assert.Equal(DocumentRules.MostInFolder + 1, more.Count);
        using (var ninth = await desk.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", "100")))
        {
            Assert.Equal(HttpStatusCode.Conflict, ninth.StatusCode);
        }

        using (var latest = await desk.CallAsync(HttpMethod.Delete, $"{Tus.Path}/{more[^1].Id}", Ct))
        {
            Assert.Equal(HttpStatusCode.NoContent, latest.StatusCode);
        }
    }

    [Fact]
    public async Task Nothing_is_handed_in_while_a_document_is_still_looked_at()
    {
        var opened = await DraftAsync("release", (await LongHeldAsync()).Phone.Id);
        using var desk = await DeskAsync(opened);
        var at = Guid.ParseExact((await desk.BeginAsync(100, Ct)).Split('/')[^1], "N");
        var document = await host.InDatabaseAsync(db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == at, Ct));
        // While somebody else has the file, nobody looks at it.
        await using var held = host.Server.Services.GetRequiredService<DocumentStore>().Resume(document);
        await SetStateAsync(at, DocumentState.Received);
        Assert.Equal("documents_looking", await CodeAsync(() => host.NewClient().SubmitCaseAsync(opened.Number, opened.Secret, Ct)));
        Assert.Equal(("draft", true), ((await StatusAsync(opened)).State, (await StatusAsync(opened)).DocumentKey is not null));
        using (var more = await desk.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", "100")))
        {
            Assert.Equal(HttpStatusCode.Created, more.StatusCode);
        }

        await SetStateAsync(at, DocumentState.Refused);
        await host.NewClient().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        Assert.Equal("submitted", (await StatusAsync(opened)).State);
    }

    [Fact]
    public async Task Documents_are_sealed_after_a_grant_for_180_days_and_stay_30_after_any_other_end()
    {
        var (ada, phone) = await LongHeldAsync();
        var granted = await DraftAsync("release", phone.Id, ada.Email);
        using var desk = await DeskAsync(granted);
        var sent = await desk.SendAsync(Receipt(), Ct);
        await desk.SendAsync(Receipt(), Ct, "sim_owner");
        await host.NewClient().SubmitCaseAsync(granted.Number, granted.Secret, Ct);
        await VoteAsync(granted, 0, approves: true);
        await VoteAsync(granted, 1, approves: true);
        var withdrawn = await DraftAsync("release", (await LongHeldAsync()).Phone.Id);
        using var other = await DeskAsync(withdrawn);
        await other.SendAsync(Receipt(), Ct);
        await host.NewClient().SubmitCaseAsync(withdrawn.Number, withdrawn.Secret, Ct);
        await host.NewClient().WithdrawCaseAsync(withdrawn.Number, withdrawn.Secret, Ct);
        // The second phone is held for a hundred days by now: the wait is over.
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(granted)).State);

        Assert.Equal("documents_sealed", (await desk.FoldersAsync(folders => folders.PageAsync(desk.Folder, 1, 1, Ct), Ct)).Refusal?.Code);
        Assert.Null((await other.FoldersAsync(folders => folders.PageAsync(other.Folder, 1, 1, Ct), Ct)).Refusal);
        host.Clock.Advance(30 * Day);
        await host.SweepAsync<SweepDocuments>(Ct);
        Assert.Equal((2, 0), (await CountAsync(desk), await CountAsync(other)));
        host.Clock.Advance(150 * Day);
        await host.SweepAsync<SweepDocuments>(Ct);
        Assert.Equal(0, await CountAsync(desk));
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(host.Server.Folder, "documents"), "*.page1", SearchOption.AllDirectories), file => file.Contains(sent.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_has_as_much_to_show_goes_beside_and_both_are_decided()
    {
        var (_, phone) = await LongHeldAsync();
        List<Ask.CaseOpened> all = [];
        for (var i = 0; i < 4; i++)
        {
            var one = await DraftAsync("release", phone.Id);
            using var desk = await DeskAsync(one);
            await desk.SendAsync(Receipt(), Ct);
            all.Add(one);
        }

        foreach (var one in all[..3])
        {
            await host.NewClient().SubmitCaseAsync(one.Number, one.Secret, Ct);
        }

        Assert.Equal("case_open", await CodeAsync(() => host.NewClient().SubmitCaseAsync(all[3].Number, all[3].Secret, Ct)));
        Assert.Equal(["submitted", "submitted", "submitted", "draft"], await Task.WhenAll(all.Select(async one => (await StatusAsync(one)).State)));
        Assert.Equal(CaseRefusals.TooLittle, await TryVoteAsync(all[0], 0, approves: true));
    }

    // Of each call another picture.
    private static byte[] Receipt() => SampleDocuments.Receipt(Interlocked.Increment(ref seed) * 7919);

    private async Task<Ask.CaseOpened> DraftAsync(string kind, string identifier, string? contact = null)
    {
        contact ??= Person.NewEmail();
        var opened = await OpenAsync(kind, identifier, contact);
        Assert.Null((await StatusAsync(opened)).DocumentKey);
        await host.NewClient().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(host.Server, contact, Ct)), Ct);
        return opened;
    }

    private async Task<DocumentDesk> DeskAsync(Ask.CaseOpened opened)
    {
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        var id = await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(Ct));
        return new DocumentDesk(host.Server, id.Value) { Key = (await StatusAsync(opened)).DocumentKey! };
    }

    private Task<Server.Platform.Answer<byte[]>> PageAsync(Ask.CaseOpened opened, int agent) => host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().PageAsync(AgentOf(agent), opened.Number, 1, 1, Ct));

    private Task<int> CountAsync(DocumentDesk desk) => host.InDatabaseAsync(db => db.Documents.CountAsync(d => d.FolderId == desk.Folder, Ct));

    private Task<int> SetStateAsync(Guid document, DocumentState state) =>
        host.InDatabaseAsync(db => db.Documents.Where(d => d.Id == document).ExecuteUpdateAsync(d => d.SetProperty(x => x.State, state), Ct));
}
