using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;

namespace Tenure.Cli.Tour;

/// <summary>How a person leaves whose phone was stolen: nothing of them stays, a thief neither hurries nor uses it, and the phone opens to whoever has its release code.</summary>
internal sealed class DeleteStory(TourServer server, HttpClient http, string cli, string folder) : ITourStory
{
    private const string FirstPassword = "seven lanterns over the harbour";
    // In the notices about the end of an account, where it is kept.
    private const string Link = "/deletion/";
    private static readonly TimeSpan UntilReminder = TimeSpan.FromDays(23);
    private static readonly TimeSpan AfterReminder = TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1);

    private readonly Mailbox mailbox = new(http);
    private readonly Stage stage = new(http);
    private readonly TourPhone phone = new(cli, Path.Combine(folder, "phone"));
    private readonly string stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private TourPerson first = null!;
    private string device = "";
    private string code = "";

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task<object[]>> Play)> Steps =>
    [
        ("server_ready", ServerReadyAsync),
        ("account_made_and_phone_activated", ActivatedAsync),
        ("held_phone_is_in_the_way", InTheWayAsync),
        ("thief_deletes_nothing", ThiefAsync),
        ("lost_phone_is_to_be_sealed", AskedAsync),
        ("deletion_is_called_off", CalledOffAsync),
        ("account_is_erased", ErasedAsync),
        ("nothing_is_left", NothingLeftAsync),
        ("sealed_phone_stays_locked", SealedAsync),
        ("release_code_works_once", CodeAsync),
        ("log_of_the_server_holds", LogHoldsAsync),
    ];

    private async Task<object[]> ServerReadyAsync(CancellationToken ct)
    {
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
        Seen.That(ready.IsSuccessStatusCode, $"/health/ready answered {(int)ready.StatusCode}");
        Seen.That(server.Data is not null && await mailbox.CanReadAsync(ct), "this story needs a development server of its own");
        first = new TourPerson(http, mailbox, $"first-{stamp}@example.org", FirstPassword);
        return [server.Address, (await new TenureClient(http).GetIdentityAsync(ct)).Fingerprint];
    }

    private async Task<object[]> ActivatedAsync(CancellationToken ct)
    {
        var made = await phone.RunAsync("new", ["--server", server.Address.AbsoluteUri], ct);
        Seen.That(made.ExitCode == 0, made.Output + made.Error);
        var boot = await phone.BootWithCodeAsync(
            ["--register", first.Email, "--password", first.Password, "--nickname", "First", "--trust-server", "--accept-terms"], c => mailbox.NextCodeAsync(first.Email, c), ct);
        Seen.That(boot is { ExitCode: 0 } && boot["state"] == "running", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        (first.Number, device) = (boot["accountNumber"], boot["deviceId"]);
        return [first.Number, device, boot["maskedHolder"]];
    }

    private async Task<object[]> InTheWayAsync(CancellationToken ct)
    {
        await first.SignInAsync(ct);
        var obstacle = (await first.Client.GetDeletionAsync(ct)).InTheWay.Single();
        var refused = await Stage.RefusalAsync(() => AskAsync([device], ct));
        Seen.That(obstacle.Kind == "device_held" && refused == "deletion_blocked", $"{obstacle.Kind}: {refused}");
        return [obstacle.Kind, refused!];
    }

    // An open session and no password; then phone, mailbox and password, and in a hurry.
    private async Task<object[]> ThiefAsync(CancellationToken ct)
    {
        var refused = await Stage.RefusalAsync(() => first.Client.AskDeletionAsync(new AskDeletion("what a thief thinks of", "123456", "x"), ct));
        Seen.That(refused == "step_up_failed", $"{refused}");
        await MarkLostAsync(ct);
        code = (await AskAsync([device], ct)).ReleaseCodes.Single().Code;
        var early = await Stage.RefusalAsync(() => new TenureClient(http).BreakSealAsync(new BreakSeal(code), ct));
        Seen.That(early == "not_sealed", $"{early}");
        return [refused!, early!];
    }

    private async Task<object[]> CalledOffAsync(CancellationToken ct)
    {
        var before = (await stage.LettersAsync(first.Email, "", ct)).Count;
        await first.Client.CallOffDeletionAsync(ct);
        Seen.That((await first.Client.GetDeletionAsync(ct)).DueAt is null, "the account is still to be deleted");
        Seen.That((await stage.LettersAsync(first.Email, "", ct)).Count > before, "nobody was told");
        var worthless = await Stage.RefusalAsync(() => new TenureClient(http).BreakSealAsync(new BreakSeal(code), ct));
        Seen.That(worthless == "not_sealed", $"{worthless}");
        return [worthless!];
    }

    private async Task<object[]> AskedAsync(CancellationToken ct)
    {
        var state = await first.Client.GetDeletionAsync(ct);
        Seen.That(state.DueAt is not null && (await stage.LettersAsync(first.Email, Link, ct)).Count == 1, "nobody was told");
        return [state.DueAt!.Value.ToString("u", CultureInfo.InvariantCulture)];
    }

    private async Task<object[]> ErasedAsync(CancellationToken ct)
    {
        code = (await AskAsync([device], ct)).ReleaseCodes.Single().Code;
        // By what they say and not by their number: old ones are swept away.
        var told = await stage.LettersAsync(first.Email, Link, ct);
        await stage.MoveClockAsync(UntilReminder, ct);
        await Stage.UntilAsync(async () => (await stage.LettersAsync(first.Email, Link, ct)).Except(told).Any(), ct);
        await stage.MoveClockAsync(AfterReminder, ct);
        await Stage.UntilAsync(async () => await Stage.RefusalAsync(() => first.Client.GetAccountAsync(ct)) is not null && !await IsInStorageAsync(first.Email, ct), ct);
        try
        {
            await first.SignInAsync(ct);
        }
        catch (Exception refused) when (refused is TenureProblemException or Client.SignIn.OAuthException or TourFailedException)
        {
            return [30, refused.Message];
        }

        throw new TourFailedException("the erased account signs in");
    }

    private async Task<object[]> NothingLeftAsync(CancellationToken ct)
    {
        foreach (var trace in (string[])[first.Email, first.Number])
        {
            Seen.That(!await IsInStorageAsync(trace, ct), $"{trace} is still in the data folder");
        }

        return [first.Email, first.Number];
    }

    private async Task<object[]> SealedAsync(CancellationToken ct)
    {
        var boot = await phone.RunAsync("boot", [], ct);
        Seen.That(boot.ExitCode != 0, $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        var status = await phone.RunAsync("status", [], ct);
        Seen.That(status["state"] is "lost" or "locked", status.Output);
        return [boot.ExitCode, status["state"]];
    }

    private async Task<object[]> CodeAsync(CancellationToken ct)
    {
        var boot = await phone.RunAsync("boot", ["--release-code", code], ct);
        Seen.That(boot.ExitCode == ExitCodes.Wizard && boot["state"] == "wizard", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        var again = await Stage.RefusalAsync(() => new TenureClient(http).BreakSealAsync(new BreakSeal(code), ct));
        Seen.That(again == "not_sealed", $"{again}");
        return [boot["state"], again!];
    }

    private async Task<object[]> LogHoldsAsync(CancellationToken ct)
    {
        var verify = await Child.RunAsync(cli, ["audit", "verify", "--data", server.Data!, "--json"], ct);
        Seen.That(verify.ExitCode == 0, verify.Output + verify.Error);
        return [verify["devices"], verify["entries"], verify.Json.GetProperty("broken").GetArrayLength()];
    }

    private async Task MarkLostAsync(CancellationToken ct)
    {
        var sent = await first.Client.SendProofCodeAsync(new SendProofCode("deviceLost"), ct);
        await first.Client.MarkDeviceLostAsync(device, new MarkLost(first.Password, await mailbox.NextCodeAsync(first.Email, ct), sent.Transaction, null, null), ct);
        await first.SignInAsync(ct);
    }

    private async Task<DeletionAsked> AskAsync(IReadOnlyList<string> seal, CancellationToken ct)
    {
        var sent = await first.Client.SendProofCodeAsync(new SendProofCode("accountDeletion"), ct);
        return await first.Client.AskDeletionAsync(new AskDeletion(first.Password, await mailbox.NextCodeAsync(first.Email, ct), sent.Transaction, seal), ct);
    }

    // Every file of the server, as bytes.
    private async Task<bool> IsInStorageAsync(string text, CancellationToken ct)
    {
        var sought = Encoding.UTF8.GetBytes(text);
        foreach (var file in Directory.EnumerateFiles(server.Data!, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var copy = new MemoryStream();
            try
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                await stream.CopyToAsync(copy, ct);
            }
            catch (FileNotFoundException)
            {
                // Gone since it was listed: nothing of anybody is in it.
                continue;
            }

            if (copy.GetBuffer().AsSpan(0, (int)copy.Length).IndexOf(sought) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
