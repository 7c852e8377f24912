using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tenure.Cli.Audit;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Cases;
using Tenure.Client.Devices;
using Tenure.Client.Documents;
using Tenure.Device.Phone;

namespace Tenure.Cli.Tour;

/// <summary>How somebody who has a phone and no access to its account gets it free, and why a thief does not.</summary>
internal sealed partial class ReleaseStory(TourServer server, HttpClient http, string cli, string folder) : ITourStory
{
    private const string FirstPassword = "seven lanterns over the harbour";
    private const string SecondPassword = "a quiet orchard behind the mill";

    private const string Note = "CAMERA 4711, in the kitchen";

    // Into the erase, past all that a contact writes.
    private const int CutAfter = 4 * 1024 * 1024;
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(100);
    private static readonly TimeSpan Wait = TimeSpan.FromDays(14);
    private static readonly TimeSpan LongWait = TimeSpan.FromDays(30);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Mailbox mailbox = new(http);
    private readonly Stage stage = new(http);
    private readonly TourPhone phone = new(cli, Path.Combine(folder, "phone"));
    private readonly TenureClient anybody = new(http);
    private readonly string stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private readonly string exported = Path.Combine(folder, "device-log.jsonl");
    private BackOffice office = null!;
    private TourPerson first = null!;
    private TourPerson second = null!;
    private string device = "";
    private string number = "";
    private TourReceipt receipt = null!;
    private CaseOpened thiefs = null!;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task<object[]>> Play)> Steps =>
    [
        ("server_ready", ServerReadyAsync),
        ("agents_are_made", ct => office.MakeAsync(ct)),
        ("account_made_and_phone_activated", ActivatedAsync),
        ("release_case_opened_on_the_phone", OpenedAsync),
        ("receipt_is_handed_in", HandedInAsync),
        ("agent_sees_it_drawn_anew", DrawnAnewAsync),
        ("one_agent_is_not_enough", OneAgentAsync),
        ("two_agents_announce_it", AnnouncedAsync),
        ("nothing_shortens_the_wait", NotEarlierAsync),
        ("power_cut_leaves_it_closed", CutAsync),
        ("it_erases_before_it_opens", ErasedAsync),
        ("next_holder_activates", NextHolderAsync),
        ("announcement_is_in_the_log", LogAsync),
        ("thief_with_phone_and_box_gets_no_vote", ThiefAsync),
        ("holder_says_mine", MineAsync),
        ("disputed_and_lost_phones_stay", StaysAsync),
        ("log_of_the_server_holds", LogHoldsAsync),
    ];

    private async Task<object[]> ServerReadyAsync(CancellationToken ct)
    {
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
        Seen.That(ready.IsSuccessStatusCode, $"/health/ready answered {(int)ready.StatusCode}");
        Seen.That(server.Data is not null && await mailbox.CanReadAsync(ct), "this story needs a development server of its own");
        office = new BackOffice(http, stage, cli, server.Data);
        first = new TourPerson(http, mailbox, $"first-{stamp}@example.org", FirstPassword);
        second = new TourPerson(http, mailbox, $"second-{stamp}@example.org", SecondPassword);
        return [server.Address, (await anybody.GetIdentityAsync(ct)).Fingerprint];
    }

    private async Task<object[]> ActivatedAsync(CancellationToken ct)
    {
        var made = await phone.RunAsync("new", ["--server", server.Address.AbsoluteUri], ct);
        Seen.That(made.ExitCode == 0, made.Output + made.Error);
        var boot = await phone.BootWithCodeAsync(
            ["--register", first.Email, "--password", first.Password, "--nickname", "First", "--trust-server", "--accept-terms"], c => mailbox.NextCodeAsync(first.Email, c), ct);
        Seen.That(boot is { ExitCode: 0 } && boot["state"] == "running", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        (first.Number, device) = (boot["accountNumber"], boot["deviceId"]);
        await second.RegisterAsync(ct);
        return [first.Number, device, boot["maskedHolder"]];
    }

    // Nobody signed in for long; the password is forgotten, the paper gone, the phone wiped.
    private async Task<object[]> OpenedAsync(CancellationToken ct)
    {
        await stage.MoveClockAsync(LongAgo, ct);
        Seen.That((await phone.RunAsync("wipe", [], ct)).ExitCode == 0, "the phone cannot be wiped");
        var boot = await phone.RunAsync("boot", ["--ask-release", "--contact", first.Email], ct);
        var one = CaseOf(boot);
        number = one.GetProperty("number").GetString()!;
        var state = one.GetProperty("state").GetString()!;
        Seen.That((state, boot["state"]) == ("draft", "locked"), boot.Output + boot.Error);
        return [number, state, boot["state"]];
    }

    // By the link in the letter, from a computer: what the phone asks for is handed in by the phone.
    private async Task<object[]> HandedInAsync(CancellationToken ct)
    {
        var code = await mailbox.NextCodeAsync(first.Email, ct);
        var secret = (await stage.LettersAsync(first.Email, "/case/", ct)).Select(letter => Link().Match(letter)).First(link => link.Success).Groups["secret"].Value;
        await anybody.ProveCaseContactAsync(number, secret, new ProveCaseContact(code), ct);
        receipt = new TourReceipt(http, Note);
        var sent = await SendAsync(receipt, number, secret, ct);
        // The mailbox of the account weighs nothing: it may be open on the phone that was taken.
        var paper = await SendAsync(new TourReceipt(http, Note, "sim_owner"), number, secret, ct);
        Seen.That(paper.State == "kept", $"{paper.State} {paper.Refusal}");
        var state = CaseOf(await LookAsync(ct)).GetProperty("state").GetString()!;
        Seen.That((sent.State, sent.Pages, state) == ("kept", 1, "submitted"), $"{sent.State} {sent.Refusal}: {state}");
        return [receipt.Picture.Length, sent.State, state];
    }

    private async Task<object[]> DrawnAnewAsync(CancellationToken ct)
    {
        var agent = await office.DrawnAsync(number, ct);
        var path = $"/operator/cases/{Bare(number)}/documents/1/1";
        var (_, page) = await agent.OpenAsync("/operator/cases/" + Bare(number), ct);
        Seen.That(page.Contains(path, StringComparison.Ordinal), "the case has no document");
        var picture = await agent.ReadAsync(path, ct);
        // JPEG begins with these three bytes, and nothing that came with the photo is in it.
        Seen.That(picture is [0xFF, 0xD8, 0xFF, ..] && picture.AsSpan().IndexOf(Encoding.Latin1.GetBytes(Note)) < 0 && receipt.Picture.AsSpan().IndexOf(Encoding.Latin1.GetBytes(Note)) > 0, $"{picture.Length} bytes");
        return [agent.Name, "PNG", receipt.Picture.Length, "JPEG", picture.Length];
    }

    private async Task<object[]> OneAgentAsync(CancellationToken ct)
    {
        var again = await office.FirstVoteAsync(number, ct);
        var state = CaseOf(await LookAsync(ct)).GetProperty("state").GetString()!;
        Seen.That(state == "submitted" && again == HttpStatusCode.NotFound, $"{state}: {(int)again}");
        return [number, state, (int)again];
    }

    private async Task<object[]> AnnouncedAsync(CancellationToken ct)
    {
        await office.SecondVoteAsync(number, ct);
        var one = CaseOf(await LookAsync(ct));
        var letters = await stage.LettersAsync(first.Email, "/case/objection/", ct);
        var state = one.GetProperty("state").GetString()!;
        Seen.That(state == "announced" && letters.Count == 1, $"{state}, {letters.Count} letters");
        return [number, state, one.GetProperty("earliest").GetDateTimeOffset().ToString("u", CultureInfo.InvariantCulture), letters.Count];
    }

    private async Task<object[]> NotEarlierAsync(CancellationToken ct)
    {
        await stage.MoveClockAsync(Wait - (5 * Minute), ct);
        var boot = await LookAsync(ct);
        var state = CaseOf(boot).GetProperty("state").GetString()!;
        Seen.That((state, boot["state"]) == ("announced", "locked"), boot.Output + boot.Error);
        return [state, boot["state"]];
    }

    private async Task<object[]> CutAsync(CancellationToken ct)
    {
        await stage.MoveClockAsync(6 * Minute, ct);
        // The letter that the wait is over is the only one with the page of cases in it.
        await Stage.UntilAsync(async () => (await stage.LettersAsync(first.Email, "/cases", ct)).Count > 0, ct);
        var boot = await phone.RunAsync("boot", ["--power-cut", CutAfter.ToString(CultureInfo.InvariantCulture)], ct);
        Seen.That(boot.ExitCode == ExitCodes.PowerCut, $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        var status = await phone.RunAsync("status", [], ct);
        Seen.That(status["state"] == "release_pending", status.Output);
        return [boot.ExitCode, status["state"]];
    }

    private async Task<object[]> ErasedAsync(CancellationToken ct)
    {
        var before = await phone.RunAsync("status", [], ct);
        var boot = await phone.RunAsync("boot", [], ct);
        Seen.That(boot.ExitCode == ExitCodes.Wizard && boot["state"] == "wizard", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        var data = await phone.ReadAsync(PhoneLayout.UserData, ct);
        var zeros = data.Count(b => b == 0);
        // The wizard keeps its language there again.
        Seen.That(boot.Output.Contains("release_completed", StringComparison.Ordinal) && data.Length - zeros < PhoneLayout.EraseUnit, $"{data.Length - zeros} bytes of user data are left");
        return [boot["state"], zeros, before["epoch"], boot["epoch"]];
    }

    private async Task<object[]> NextHolderAsync(CancellationToken ct)
    {
        var boot = await phone.BootWithCodeAsync(["--sign-in", second.Number, "--password", second.Password, "--accept-terms"], c => mailbox.NextCodeAsync(second.Email, c), ct);
        Seen.That(boot.ExitCode == 0 && boot["state"] == "running", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        await second.SignInAsync(ct);
        var held = (await second.Client.GetDevicesAsync(ct)).Single();
        Seen.That(held.Id == device && held.Epoch == 1, $"{held.Id}, epoch {held.Epoch}");
        return [second.Number, device, held.Epoch];
    }

    private async Task<object[]> LogAsync(CancellationToken ct)
    {
        var events = await ExportLog.WriteAsync(second.Client, device, exported, ct);
        var verify = await Child.RunAsync(cli, ["audit", "verify", exported, "--json"], ct);
        var said = string.Join(' ', events);
        Seen.That(verify.ExitCode == 0 && said.Contains("case_announced release_granted release_ticket_issued", StringComparison.Ordinal), said + verify.Error);
        return [events.Count, said];
    }

    // That the phone answers weighs nothing, nobody knows this address, and the receipt that lay in the box was seen before.
    private async Task<object[]> ThiefAsync(CancellationToken ct)
    {
        var contact = $"thief-{stamp}@example.org";
        var one = await OpenAsync(contact, ct, receipt);
        var agent = await office.DrawnAsync(one.Number, ct);
        var (_, page) = await agent.OpenAsync("/operator/cases/" + Bare(one.Number), ct);
        Seen.That(page.Contains(number, StringComparison.Ordinal), $"the receipt of {number} is not known again");
        var vote = await agent.ApproveAsync(one.Number, ct);
        var state = (await anybody.GetCaseAsync(one.Number, one.Secret, ct)).State;
        await anybody.WithdrawCaseAsync(one.Number, one.Secret, ct);
        Seen.That(vote != HttpStatusCode.Found && state == "submitted", $"{(int)vote}: {state}");
        return [one.Number, (int)vote, state, number];
    }

    // With the mailbox, which was open on the phone and weighs nothing, and papers that look right two agents are deceived.
    private async Task<object[]> MineAsync(CancellationToken ct)
    {
        await stage.MoveClockAsync(LongAgo, ct);
        thiefs = await OpenAsync(second.Email, ct, new TourReceipt(http, Note), new TourReceipt(http, Note, "sim_owner"));
        await office.FirstVoteAsync(thiefs.Number, ct);
        await office.SecondVoteAsync(thiefs.Number, ct);
        var announced = (await anybody.GetCaseAsync(thiefs.Number, thiefs.Secret, ct)).State;
        await second.SignInAsync(ct);
        var asked = (await second.Client.GetCasesAboutMeAsync(ct)).Single();
        await second.Client.SayMineAsync(asked.Number, new SayMine(second.Password), ct);
        var disputed = (await anybody.GetCaseAsync(thiefs.Number, thiefs.Secret, ct)).State;
        Seen.That((asked.Number, announced, disputed) == (thiefs.Number, "announced", "disputed"), $"{asked.Number}: {announced}, {disputed}");
        return [thiefs.Number, announced, disputed];
    }

    private async Task<object[]> StaysAsync(CancellationToken ct)
    {
        var sent = await second.Client.SendProofCodeAsync(new SendProofCode("deviceLost"), ct);
        await second.Client.MarkDeviceLostAsync(device, new MarkLost(second.Password, await mailbox.NextCodeAsync(second.Email, ct), sent.Transaction, null, null), ct);
        await stage.MoveClockAsync(LongWait + Wait, ct);
        var state = (await anybody.GetCaseAsync(thiefs.Number, thiefs.Secret, ct)).State;
        var boot = await phone.RunAsync("boot", [], ct);
        Seen.That((state, boot["state"]) == ("disputed", "lost") && boot.ExitCode == ExitCodes.Locked, $"{state}; exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        return [state, boot.ExitCode, boot["state"]];
    }

    private async Task<object[]> LogHoldsAsync(CancellationToken ct)
    {
        var verify = await Child.RunAsync(cli, ["audit", "verify", "--data", server.Data!, "--json"], ct);
        Seen.That(verify.ExitCode == 0, verify.Output + verify.Error);
        return [verify["devices"], verify["entries"], verify.Json.GetProperty("broken").GetArrayLength()];
    }

    // By its id, from a computer.
    private async Task<CaseOpened> OpenAsync(string contact, CancellationToken ct, params TourReceipt[] papers)
    {
        var one = await anybody.OpenCaseAsync(new OpenCase("release", contact, device, Language: "en"), ct);
        await anybody.ProveCaseContactAsync(one.Number, one.Secret, new ProveCaseContact(await mailbox.NextCodeAsync(contact, ct)), ct);
        foreach (var paper in papers)
        {
            var sent = await SendAsync(paper, one.Number, one.Secret, ct);
            Seen.That(sent.State == "kept", $"{sent.State} {sent.Refusal}");
        }

        // One more about the same phone in a year costs time.
        var status = await anybody.GetCaseAsync(one.Number, one.Secret, ct);
        await (status.SubmitFrom > status.OpenedAt ? stage.MoveClockAsync(status.SubmitFrom.Value - status.OpenedAt, ct) : Task.CompletedTask);
        await anybody.SubmitCaseAsync(one.Number, one.Secret, ct);
        return one;
    }

    private async Task<SentDocument> SendAsync(TourReceipt paper, string one, string secret, CancellationToken ct)
    {
        var key = (await anybody.GetCaseAsync(one, secret, ct)).DocumentKey;
        Seen.That(key is not null, $"case {one} takes no documents");
        return await paper.SendAsync(key, ct);
    }

    private static string Bare(string grouped) => grouped.Replace("-", "", StringComparison.Ordinal);

    [GeneratedRegex(@"/case/[0-9A-Z]+/(?<secret>[\w-]+)")]
    private static partial Regex Link();

    private Task<ChildResult> LookAsync(CancellationToken ct) => phone.RunAsync("boot", ["--ask-release"], ct);

    private static JsonElement CaseOf(ChildResult boot) =>
        boot.Json.TryGetProperty("case", out var one) && one.ValueKind == JsonValueKind.Object ? one : throw new TourFailedException($"no case, exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
}
