using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Cases;
using Tenure.Client.Devices;

namespace Tenure.Cli.Tour;

/// <summary>How a person who lost everything gets back into the account, and why a thief who has the mailbox does not.</summary>
internal sealed class RecoverStory(TourServer server, HttpClient http, string cli, string folder) : ITourStory
{
    private const string FirstPassword = "seven lanterns over the harbour";
    private const string NewPassword = "a quiet orchard behind the mill";
    private const string ThiefsPassword = "whatever opens this account";

    // Longer than what was seen or changed makes a wait long.
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(100);
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(73);
    private static readonly TimeSpan Wait = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongWait = TimeSpan.FromDays(30);
    private static readonly TimeSpan SecondCase = TimeSpan.FromDays(3);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Mailbox mailbox = new(http);
    private readonly Stage stage = new(http);
    private readonly TourPhone phone = new(cli, Path.Combine(folder, "phone"));
    private readonly TenureClient anybody = new(http);
    private readonly string stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private BackOffice office = null!;
    private TourPerson person = null!;
    private string work = "";
    private string device = "";
    private CaseOpened opened = null!;
    private CaseOpened thiefs = null!;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task<object[]>> Play)> Steps =>
    [
        ("server_ready", ServerReadyAsync),
        ("agents_are_made", ct => office.MakeAsync(ct)),
        ("account_made_and_phone_activated", ActivatedAsync),
        ("everything_is_lost", LostAsync),
        ("recovery_case_opened", OpenedAsync),
        ("one_agent_is_not_enough", OneAgentAsync),
        ("two_agents_announce_it", AnnouncedAsync),
        ("nothing_shortens_the_wait", NotEarlierAsync),
        ("account_is_recovered", RecoveredAsync),
        ("thief_with_the_mailbox_waits_longer", ThiefAsync),
        ("holder_objects_by_the_link", ContestedAsync),
        ("thief_gets_nothing", NothingAsync),
        ("log_of_the_server_holds", LogHoldsAsync),
    ];

    private async Task<object[]> ServerReadyAsync(CancellationToken ct)
    {
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
        Seen.That(ready.IsSuccessStatusCode, $"/health/ready answered {(int)ready.StatusCode}");
        Seen.That(server.Data is not null && await mailbox.CanReadAsync(ct), "this story needs a development server of its own");
        office = new BackOffice(http, stage, cli, server.Data);
        person = new TourPerson(http, mailbox, $"first-{stamp}@example.org", FirstPassword);
        work = $"work-{stamp}@example.org";
        return [server.Address, (await anybody.GetIdentityAsync(ct)).Fingerprint];
    }

    private async Task<object[]> ActivatedAsync(CancellationToken ct)
    {
        var made = await phone.RunAsync("new", ["--server", server.Address.AbsoluteUri], ct);
        Seen.That(made.ExitCode == 0, made.Output + made.Error);
        var boot = await phone.BootWithCodeAsync(
            ["--register", person.Email, "--password", person.Password, "--nickname", "First", "--trust-server", "--accept-terms"], c => mailbox.NextCodeAsync(person.Email, c), ct);
        Seen.That(boot is { ExitCode: 0 } && boot["state"] == "running", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        (person.Number, device) = (boot["accountNumber"], boot["deviceId"]);
        return [person.Number, device, boot["maskedHolder"]];
    }

    // Password, paper, phone and one mailbox: what is left proves too little for a reset.
    private async Task<object[]> LostAsync(CancellationToken ct)
    {
        await person.SignInAsync(ct);
        await person.Client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), ct);
        await stage.MoveClockAsync(Quiet, ct);
        await person.SignInAsync(ct);
        var started = await person.Client.AddIdentifierAsync(new AddIdentifier(work, person.Password), ct);
        await person.Client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(await mailbox.NextCodeAsync(work, ct)), ct);
        await stage.MoveClockAsync(LongAgo, ct);
        var reset = await anybody.StartResetAsync(new StartReset(person.Email), ct);
        await anybody.VerifyResetAsync(reset.Reset, new VerifyReset(await mailbox.NextCodeAsync(person.Email, ct)), ct);
        var refused = await Stage.RefusalAsync(() => anybody.ResetPasswordAsync(reset.Reset, new ResetPassword(NewPassword, null), ct));
        Seen.That(refused == "second_proof_needed", $"a reset with the mailbox alone: {refused}");
        return [person.Email, refused, (int)LongAgo.TotalDays];
    }

    private async Task<object[]> OpenedAsync(CancellationToken ct)
    {
        opened = await OpenAsync(person.Email, ct);
        await anybody.SubmitCaseAsync(opened.Number, opened.Secret, ct);
        var stranger = await Stage.RefusalAsync(() => anybody.GetCaseAsync(opened.Number, "x" + opened.Secret[1..], ct));
        var state = await StateAsync(opened, ct);
        Seen.That((state, stranger) == ("submitted", "case_unknown"), $"{state}: {stranger}");
        return [opened.Number, state, stranger!];
    }

    private async Task<object[]> OneAgentAsync(CancellationToken ct)
    {
        var again = await office.FirstVoteAsync(opened.Number, ct);
        var state = await StateAsync(opened, ct);
        Seen.That(state == "submitted" && again == HttpStatusCode.NotFound, $"{state}: {(int)again}");
        return [opened.Number, state, (int)again];
    }

    private async Task<object[]> AnnouncedAsync(CancellationToken ct)
    {
        await office.SecondVoteAsync(opened.Number, ct);
        var status = await anybody.GetCaseAsync(opened.Number, opened.Secret, ct);
        var letters = await stage.LettersAsync(work, "/case/objection/", ct);
        Seen.That(status.State == "announced" && letters.Count == 1, $"{status.State}, {letters.Count} letters");
        return [opened.Number, status.State, Moment(status.Earliest), letters.Count];
    }

    private async Task<object[]> NotEarlierAsync(CancellationToken ct)
    {
        var earliest = (await anybody.GetCaseAsync(opened.Number, opened.Secret, ct)).Earliest;
        await stage.MoveClockAsync(Wait - (5 * Minute), ct);
        var refused = await Stage.RefusalAsync(() => anybody.TakeRecoveryAsync(opened.Number, opened.Secret, new TakeRecovery(NewPassword), ct));
        var status = await anybody.GetCaseAsync(opened.Number, opened.Secret, ct);
        Seen.That((status.State, status.Earliest, refused) == ("announced", earliest, "case_elsewhere"), $"{status.State}, {status.Earliest}: {refused}");
        return [status.State, refused!];
    }

    private async Task<object[]> RecoveredAsync(CancellationToken ct)
    {
        await stage.MoveClockAsync(6 * Minute, ct);
        await Stage.UntilAsync(async () => await StateAsync(opened, ct) == "offered", ct);
        await anybody.TakeRecoveryAsync(opened.Number, opened.Secret, new TakeRecovery(NewPassword), ct);
        var old = await RefusedSignInAsync(ct);
        person = new TourPerson(http, mailbox, person.Email, NewPassword) { Number = person.Number };
        await person.SignInAsync(ct);
        var held = await person.Client.GetDevicesAsync(ct);
        var sent = await person.Client.SendProofCodeAsync(new SendProofCode("deviceRelease"), ct);
        var code = await mailbox.NextCodeAsync(person.Email, ct);
        var quiet = await Stage.RefusalAsync(() => person.Client.RemoveDeviceAsync(device, new RemoveDevice(NewPassword, Erase: true, code, sent.Transaction), ct));
        Seen.That(held is [{ State: "held" } one] && one.Id == device && quiet == "account_quiet", $"{held.Count} devices, removing it: {quiet}");
        Seen.That((await person.Client.GetIdentifiersAsync(ct))[0].Value == person.Email, "the address is not the account's first");
        return [person.Number, person.Email, old, device, quiet!];
    }

    // Who reads the work mailbox now has an address that the account knows: agents may be deceived once.
    private async Task<object[]> ThiefAsync(CancellationToken ct)
    {
        thiefs = await OpenAsync(work, ct);
        var early = await Stage.RefusalAsync(() => anybody.SubmitCaseAsync(thiefs.Number, thiefs.Secret, ct));
        await stage.MoveClockAsync(SecondCase, ct);
        await anybody.SubmitCaseAsync(thiefs.Number, thiefs.Secret, ct);
        await office.FirstVoteAsync(thiefs.Number, ct);
        await office.SecondVoteAsync(thiefs.Number, ct);
        var status = await anybody.GetCaseAsync(thiefs.Number, thiefs.Secret, ct);
        Seen.That(early == "case_early" && status.State == "announced" && status.Earliest - status.OpenedAt >= LongWait, $"{early}; {status.State}, {status.Earliest}");
        return [early!, status.State, Moment(status.Earliest)];
    }

    private async Task<object[]> ContestedAsync(CancellationToken ct)
    {
        var link = new ObjectionLink(http, stage);
        var path = await link.OfAsync(person.Email, ct);
        var (opens, _) = await link.OpenAsync(path, ct);
        var followed = await StateAsync(thiefs, ct);
        await link.ObjectAsync(path, ct);
        var contested = await StateAsync(thiefs, ct);
        Seen.That(opens == HttpStatusCode.OK && (followed, contested) == ("announced", "disputed"), $"{(int)opens}: {followed}, {contested}");
        return [followed, contested];
    }

    private async Task<object[]> NothingAsync(CancellationToken ct)
    {
        await stage.MoveClockAsync(LongWait + Minute, ct);
        var refused = await Stage.RefusalAsync(() => anybody.TakeRecoveryAsync(thiefs.Number, thiefs.Secret, new TakeRecovery(ThiefsPassword), ct));
        var state = await StateAsync(thiefs, ct);
        await person.SignInAsync(ct);
        var held = (await person.Client.GetDevicesAsync(ct)).Count;
        Seen.That((state, refused, held) == ("disputed", "case_elsewhere", 1), $"{state}: {refused}, {held} devices");
        return [state, refused!, held];
    }

    private async Task<object[]> LogHoldsAsync(CancellationToken ct)
    {
        var verify = await Child.RunAsync(cli, ["audit", "verify", "--data", server.Data!, "--json"], ct);
        Seen.That(verify.ExitCode == 0, verify.Output + verify.Error);
        return [verify["devices"], verify["entries"], verify.Json.GetProperty("broken").GetArrayLength()];
    }

    private async Task<CaseOpened> OpenAsync(string contact, CancellationToken ct)
    {
        var one = await anybody.OpenCaseAsync(new OpenCase("recovery", contact, person.Number, Language: "en"), ct);
        await anybody.ProveCaseContactAsync(one.Number, one.Secret, new ProveCaseContact(await mailbox.NextCodeAsync(contact, ct)), ct);
        return one;
    }

    private async Task<string> StateAsync(CaseOpened one, CancellationToken ct) => (await anybody.GetCaseAsync(one.Number, one.Secret, ct)).State;

    private async Task<string> RefusedSignInAsync(CancellationToken ct)
    {
        try
        {
            await person.SignInAsync(ct);
        }
        catch (Exception refused) when (refused is TenureProblemException or Client.SignIn.OAuthException)
        {
            return refused is Client.SignIn.OAuthException oauth ? oauth.Code : ((TenureProblemException)refused).Code;
        }

        throw new TourFailedException("the old password still signs in");
    }

    private static string Moment(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture) ?? "";
}
