using System.Globalization;
using System.Security.Cryptography;
using Tenure.Cli.Audit;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Device.Phone;

namespace Tenure.Cli.Tour;

/// <summary>The story in steps: from a new phone to its second holder. Each step looks from outside at what it claims, and gives what it saw.</summary>
internal sealed class TourStory(CommandStreams streams, TourServer server, HttpClient http, string cli, string folder) : ITourStory
{
    private const string FirstPassword = "seven lanterns over the harbour";
    private const string SecondPassword = "a quiet orchard behind the mill";
    private readonly Mailbox mailbox = new(http);
    private readonly TourPhone phone = new(cli, Path.Combine(folder, "phone"));
    private readonly FastbootHost fastboot = new(streams);
    private readonly string stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private readonly string exported = Path.Combine(folder, "device-log.jsonl");
    private TourPerson first = null!;
    private TourPerson second = null!;
    private string device = "";
    private long epoch;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task<object[]>> Play)> Steps =>
    [
        ("server_ready", ServerReadyAsync),
        ("phone_made", PhoneMadeAsync),
        ("account_made_and_phone_activated", ActivatedAsync),
        ("code_asked_on_a_new_device", CodeAskedAsync),
        ("device_listed", DeviceListedAsync),
        ("bootloader_lists_variables", VariablesAsync),
        ("bootloader_refuses_flash", FlashRefusedAsync),
        ("wipe_leaves_the_lock", WipedAsync),
        ("lock_screen_after_wipe", LockedAsync),
        ("thief_is_refused", ThiefAsync),
        ("holder_opens", HolderOpensAsync),
        ("ended_session_is_refused", SessionEndedAsync),
        ("sign_out_frees_the_phone", SignedOutAsync),
        ("next_holder_activates", NextHolderAsync),
        ("log_of_the_device_holds", LogHoldsAsync),
        ("changed_log_is_found", ChangedLogAsync),
        ("removal_frees_the_phone", RemovedAsync),
        // Only the operator of a server may look into its database.
        .. server.Data is { } data ? [("log_of_the_server_holds", ct => ServerLogAsync(data, ct))] : Array.Empty<(string, Func<CancellationToken, Task<object[]>>)>(),
    ];

    private async Task<object[]> ServerReadyAsync(CancellationToken ct)
    {
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
        Seen.That(ready.IsSuccessStatusCode, $"/health/ready answered {(int)ready.StatusCode}");
        Seen.That(await mailbox.CanReadAsync(ct), "the server does not show its outbox: it is not a development server, and the tour cannot read its mails");
        var identity = await new TenureClient(http).GetIdentityAsync(ct);
        first = new TourPerson(http, mailbox, $"first-{stamp}@example.org", FirstPassword);
        second = new TourPerson(http, mailbox, $"second-{stamp}@example.org", SecondPassword);
        return [server.Address, identity.Fingerprint];
    }

    private async Task<object[]> PhoneMadeAsync(CancellationToken ct)
    {
        var made = await phone.RunAsync("new", ["--server", server.Address.AbsoluteUri], ct);
        Seen.That(made.ExitCode == 0, made.Error);
        var partitions = phone.Partitions();
        string[] needed = [PhoneLayout.Keys, PhoneLayout.Block, PhoneLayout.Counters, PhoneLayout.UserData];
        Seen.That(needed.All(partitions.Contains), "the disk lacks a partition");
        return [string.Join(' ', partitions)];
    }

    private async Task<object[]> ActivatedAsync(CancellationToken ct)
    {
        var boot = await phone.BootWithCodeAsync(
            ["--register", first.Email, "--password", first.Password, "--nickname", "First", "--trust-server", "--accept-terms"], c => mailbox.NextCodeAsync(first.Email, c), ct);
        Seen.That(boot is { ExitCode: 0 } && boot["state"] == "running", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        first.Number = boot["accountNumber"];
        device = boot["deviceId"];
        epoch = long.Parse(boot["epoch"], CultureInfo.InvariantCulture);
        var block = await phone.ReadAsync(PhoneLayout.Block, ct);
        Seen.That(block.AsSpan().IndexOfAnyExcept((byte)0) >= 0, "nothing was written to the block");
        return [first.Number, device, boot["maskedHolder"]];
    }

    private async Task<object[]> CodeAskedAsync(CancellationToken ct)
    {
        Seen.That(await first.SignInAsync(ct), "the server let a new device in without a code");
        var account = await first.Client.GetAccountAsync(ct);
        Seen.That(account.Number == first.Number, $"the token belongs to {account.Number}");
        return [account.Number];
    }

    private async Task<object[]> DeviceListedAsync(CancellationToken ct)
    {
        var held = await OnlyDeviceAsync(first, ct);
        Seen.That(held.Id == device && held.State == "held", $"the server lists {held.Id} as {held.State}");
        return [held.Model, held.State, held.Epoch];
    }

    private async Task<object[]> VariablesAsync(CancellationToken ct)
    {
        var (bootloader, port) = await phone.StartBootloaderAsync(ct);
        await using var child = bootloader;
        var variables = await fastboot.VariablesAsync(port, ct);
        Seen.That(variables.Count > 10 && variables.Any(v => v.Contains("unlocked:no", StringComparison.Ordinal) || v.Contains("unlocked: no", StringComparison.Ordinal)),
            $"{variables.Count} variables: {string.Join(' ', variables)}");
        return [fastboot.Name, variables.Count];
    }

    private async Task<object[]> FlashRefusedAsync(CancellationToken ct)
    {
        var image = Path.Combine(folder, "boot.img");
        await File.WriteAllBytesAsync(image, RandomNumberGenerator.GetBytes(8192), ct);
        var before = await phone.HashAsync("boot_a", ct);
        var (bootloader, port) = await phone.StartBootloaderAsync(ct);
        await using var child = bootloader;
        var (accepted, said) = await fastboot.FlashAsync(port, "boot_a", image, ct);
        Seen.That(!accepted, $"the bootloader took an image: {said}");
        Seen.That(await phone.HashAsync("boot_a", ct) == before, "boot_a has changed");
        return [fastboot.Name, said.ReplaceLineEndings(" ")];
    }

    private async Task<object[]> WipedAsync(CancellationToken ct)
    {
        var block = await phone.HashAsync(PhoneLayout.Block, ct);
        var wipe = await phone.RunAsync("wipe", [], ct);
        Seen.That(wipe.ExitCode == 0, wipe.Output + wipe.Error);
        var userData = await phone.ReadAsync(PhoneLayout.UserData, ct);
        Seen.That(userData.AsSpan().IndexOfAnyExcept((byte)0) < 0, "user data is still there");
        Seen.That(await phone.HashAsync(PhoneLayout.Block, ct) == block, "the wipe changed the block");
        return [userData.Length, block[..16]];
    }

    private async Task<object[]> LockedAsync(CancellationToken ct)
    {
        var boot = await phone.RunAsync("boot", [], ct);
        Seen.That(boot.ExitCode == ExitCodes.Locked && boot["state"] == "locked", $"exit code {boot.ExitCode}, state {boot["state"]}");
        return [boot.ExitCode, boot["maskedHolder"]];
    }

    private async Task<object[]> ThiefAsync(CancellationToken ct)
    {
        await second.RegisterAsync(ct);
        var boot = await phone.BootWithCodeAsync(
            ["--sign-in", second.Number, "--password", second.Password, "--trust-server", "--accept-terms"], c => mailbox.NextCodeAsync(second.Email, c), ct);
        var code = boot.Json.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null;
        Seen.That(boot.ExitCode != 0 && code == "device_held", $"exit code {boot.ExitCode}: {boot.Output}");
        await second.SignInAsync(ct);
        Seen.That((await second.Client.GetDevicesAsync(ct)).Count == 0, "the other account holds the phone");
        Seen.That((await phone.RunAsync("status", [], ct))["state"] == "locked", "the phone is not locked");
        return [second.Number, code];
    }

    private async Task<object[]> HolderOpensAsync(CancellationToken ct)
    {
        var boot = await phone.BootWithCodeAsync(
            ["--sign-in", first.Number, "--password", first.Password, "--accept-terms"], c => mailbox.NextCodeAsync(first.Email, c), ct);
        Seen.That(boot.ExitCode == 0 && boot["state"] == "running", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        var held = await OnlyDeviceAsync(first, ct);
        Seen.That(held.Id == device && held.Epoch == epoch, "the holding is another one");
        return [held.Epoch];
    }

    private async Task<object[]> SessionEndedAsync(CancellationToken ct)
    {
        var old = first.Client;
        await first.SignInAsync(ct);
        var ended = (await old.GetSessionsAsync(ct)).Single(s => s.Current);
        await first.Client.EndSessionAsync(ended.Id, ct);
        try
        {
            await old.GetAccountAsync(ct);
            throw new TourFailedException("the ended session's token still works");
        }
        catch (TenureProblemException refused) when (refused.Problem.Status == 401)
        {
            return [ended.Id];
        }
    }

    private async Task<object[]> SignedOutAsync(CancellationToken ct)
    {
        var boot = await phone.RunAsync("boot", ["--sign-out", "erase", "--password", first.Password], ct);
        Seen.That(boot.ExitCode == 0, $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        Seen.That((await first.Client.GetDevicesAsync(ct)).Count == 0, "the account still lists the phone");
        var status = await phone.RunAsync("status", [], ct);
        Seen.That(status["state"] == "wizard" && status["epoch"] == (epoch + 1).ToString(CultureInfo.InvariantCulture), status.Output);
        return [epoch, epoch + 1];
    }

    private async Task<object[]> NextHolderAsync(CancellationToken ct)
    {
        var boot = await phone.BootWithCodeAsync(
            ["--sign-in", second.Number, "--password", second.Password, "--accept-terms"], c => mailbox.NextCodeAsync(second.Email, c), ct);
        Seen.That(boot.ExitCode == 0 && boot["state"] == "running", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        var held = await OnlyDeviceAsync(second, ct);
        Seen.That(held.Id == device && held.State == "held" && held.Epoch == epoch + 1, $"the server lists {held.Id} as {held.State} in epoch {held.Epoch}");
        return [second.Number, device, held.Epoch];
    }

    private async Task<object[]> LogHoldsAsync(CancellationToken ct)
    {
        var events = await ExportLog.WriteAsync(second.Client, device, exported, ct);
        var verify = await Child.RunAsync(cli, ["audit", "verify", exported, "--json"], ct);
        Seen.That(verify.ExitCode == 0, verify.Output + verify.Error);
        return [events.Count, string.Join(' ', events)];
    }

    private async Task<object[]> ChangedLogAsync(CancellationToken ct)
    {
        var bytes = await File.ReadAllBytesAsync(exported, ct);
        var at = bytes.AsSpan().IndexOf("activated"u8);
        Seen.That(at >= 0, "the log has no activation");
        bytes[at] ^= 0x02;
        var changed = exported + ".changed";
        await File.WriteAllBytesAsync(changed, bytes, ct);
        var verify = await Child.RunAsync(cli, ["audit", "verify", changed, "--json"], ct);
        Seen.That(verify.ExitCode == ExitCodes.Failed, $"exit code {verify.ExitCode}: {verify.Output}");
        return [at, verify.ExitCode];
    }

    private async Task<object[]> RemovedAsync(CancellationToken ct)
    {
        // The mailbox may be on the phone: with a code by mail it waits for a week.
        var sent = await second.Client.SendProofCodeAsync(new SendProofCode("deviceRelease"), ct);
        var asked = await second.Client.RemoveDeviceAsync(device, new RemoveDevice(second.Password, Erase: true, await mailbox.NextCodeAsync(second.Email, ct), sent.Transaction), ct);
        Seen.That(asked is { State: "held", RemovalDueAt: not null }, $"after the word of its holder the state is {asked.State}");
        await new Stage(http).MoveClockAsync(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(2), ct);
        await second.SignInAsync(ct);
        await Stage.UntilAsync(async () => (await second.Client.GetDevicesAsync(ct)).Single().State == "releasing", ct);
        var boot = await phone.RunAsync("boot", [], ct);
        Seen.That(boot.ExitCode == ExitCodes.Wizard, $"exit code {boot.ExitCode}: {boot.Output}");
        Seen.That((await second.Client.GetDevicesAsync(ct)).Count == 0, "the account still lists the phone");
        var status = await phone.RunAsync("status", [], ct);
        Seen.That(status["state"] == "wizard", $"the phone's state is {status["state"]}");
        return [status["epoch"]];
    }

    private async Task<object[]> ServerLogAsync(string data, CancellationToken ct)
    {
        var verify = await Child.RunAsync(cli, ["audit", "verify", "--data", data, "--json"], ct);
        Seen.That(verify.ExitCode == 0, verify.Output + verify.Error);
        return [verify["devices"], verify["entries"], verify.Json.GetProperty("broken").GetArrayLength()];
    }

    private static async Task<HeldDevice> OnlyDeviceAsync(TourPerson person, CancellationToken ct)
    {
        var devices = await person.Client.GetDevicesAsync(ct);
        return devices.Count == 1 ? devices[0] : throw new TourFailedException($"the account lists {devices.Count} devices");
    }
}
