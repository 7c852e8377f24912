using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tenure.Cli.Account;
using Tenure.Cli.Audit;
using Tenure.Client;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Protocols.Avb;

namespace Tenure.Cli.Tour;

/// <summary>How a held phone that starts no more is restored: by its holder, with a ticket, through a power cut; and by nobody else.</summary>
internal sealed partial class RestoreStory(CommandStreams streams, TourServer server, HttpClient http, string cli, string folder) : ITourStory
{
    private const string FirstPassword = "seven lanterns over the harbour";
    private const string SecondPassword = "a quiet orchard behind the mill";

    // Longer than a computer waits to be bound, and than an account is quiet after a change.
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(80);

    private readonly Mailbox mailbox = new(http);
    private readonly TourPhone phone = new(cli, Path.Combine(folder, "phone"));
    private readonly FastbootHost fastboot = new(streams);
    private readonly string rom = Path.Combine(folder, "rom");
    private readonly string stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private TourPerson first = null!;
    private TourPerson second = null!;
    private string device = "";
    private string holding = "";
    private string manifest = "";

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task<object[]>> Play)> Steps =>
    [
        ("server_ready", ServerReadyAsync),
        ("account_made_and_phone_activated", ActivatedAsync),
        ("package_signed_and_registered", RegisteredAsync),
        ("computers_bound", BoundAsync),
        ("wrong_region_is_stopped", WrongRegionAsync),
        ("wrong_label_leaves_a_locked_phone_that_does_not_start", WrongLabelAsync),
        ("stranger_gets_no_ticket", StrangerAsync),
        ("power_cut_leaves_a_phone_that_does_not_start", PowerCutAsync),
        ("restore_goes_on_and_ends", RestoredAsync),
        ("restored_phone_is_still_locked", StillLockedAsync),
        ("restore_is_in_the_log", InTheLogAsync),
    ];

    private async Task<object[]> ServerReadyAsync(CancellationToken ct)
    {
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
        Seen.That(ready.IsSuccessStatusCode, $"/health/ready answered {(int)ready.StatusCode}");
        Seen.That(server.Data is not null && await mailbox.CanReadAsync(ct), "this story needs a development server of its own");
        first = new TourPerson(http, mailbox, $"first-{stamp}@example.org", FirstPassword);
        second = new TourPerson(http, mailbox, $"second-{stamp}@example.org", SecondPassword);
        return [server.Address, (await new TenureClient(http).GetIdentityAsync(ct)).Fingerprint];
    }

    private async Task<object[]> ActivatedAsync(CancellationToken ct)
    {
        using var release = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Path.Combine(folder, "release.pem"), release.ExportPkcs8PrivateKeyPem(), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "release.pub"), release.ExportSubjectPublicKeyInfoPem(), ct);
        var made = await phone.RunAsync("new", ["--server", server.Address.AbsoluteUri, "--region", "EU", "--release-key", Path.Combine(folder, "release.pub")], ct);
        Seen.That(made.ExitCode == 0, made.Output + made.Error);
        var boot = await phone.BootWithCodeAsync(
            ["--register", first.Email, "--password", first.Password, "--nickname", "First", "--trust-server", "--accept-terms"], c => mailbox.NextCodeAsync(first.Email, c), ct);
        Seen.That(boot is { ExitCode: 0 } && boot["state"] == "running", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        (first.Number, device, holding) = (boot["accountNumber"], boot["deviceId"], boot["holdingId"]);
        return [first.Number, device, boot["maskedHolder"]];
    }

    // The images are those of the phone itself: what is proven here is the way, not a system.
    private async Task<object[]> RegisteredAsync(CancellationToken ct)
    {
        await WriteRomAsync(rom, ct);
        var made = await MakeAsync(rom, "EU", ct);
        manifest = made["manifest"];
        await RomAsync(["key", "add", "Tour", Path.Combine(folder, "release.pub")], ct);
        await RomAsync(["register", Path.Combine(rom, "firmware.manifest")], ct);
        return [made["entries"], made["bytes"], manifest];
    }

    private async Task<object[]> BoundAsync(CancellationToken ct)
    {
        await second.RegisterAsync(ct);
        foreach (var person in new[] { first, second })
        {
            await SignInAsync(person, ct);
            var asked = await RunAsync(person, ["computer", "bind", "--name", "tour", "--json"], ct);
            Seen.That(asked.ExitCode == ExitCodes.CodeNeeded, $"exit code {asked.ExitCode}: {asked.Output}{asked.Error}");
            var bound = await RunAsync(person, ["computer", "bind", "--name", "tour", "--code", await mailbox.NextCodeAsync(person.Email, ct), "--transaction", Detail(asked), "--json"], ct);
            Seen.That(bound.ExitCode == 0 && bound["state"] == "waiting", $"exit code {bound.ExitCode}: {bound.Output}{bound.Error}");
        }

        using var moved = await http.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/dev/clock?advanceSeconds={(int)LongEnough.TotalSeconds}"), UriKind.Relative), null, ct);
        Seen.That(moved.IsSuccessStatusCode, $"/dev/clock answered {(int)moved.StatusCode}");
        foreach (var person in new[] { first, second })
        {
            await SignInAsync(person, ct);
            var status = await RunAsync(person, ["computer", "status", "--json"], ct);
            Seen.That(status["state"] == "bound", $"the computer of {person.Email} is {status["state"]}");
        }

        return [2];
    }

    private async Task<object[]> WrongRegionAsync(CancellationToken ct)
    {
        var other = Path.Combine(folder, "rom-cn");
        await WriteRomAsync(other, ct);
        await MakeAsync(other, "CN", ct);
        var before = await phone.HashAsync("boot_a", ct);
        var (emergency, port) = await phone.StartEmergencyAsync(ct);
        await using var child = emergency;
        var flash = await FlashAsync(first, other, port, [], ct);
        Seen.That(flash.ExitCode == ExitCodes.FlashStopped && flash.Output.Contains("check_region", StringComparison.Ordinal), $"exit code {flash.ExitCode}: {flash.Output}{flash.Error}");
        Seen.That(await phone.HashAsync("boot_a", ct) == before, "boot_a has changed");
        return ["EU", "CN", flash.ExitCode];
    }

    // All say yes, for they go by the label: computer, server and the phone's gate. Only the locked boot chain looks at the system itself, and stops.
    private async Task<object[]> WrongLabelAsync(CancellationToken ct)
    {
        var mislabelled = Path.Combine(folder, "rom-mislabelled");
        await WriteRomAsync(mislabelled, ct, region: "CN");
        await MakeAsync(mislabelled, "EU", ct);
        await RomAsync(["register", Path.Combine(mislabelled, "firmware.manifest")], ct);
        var (emergency, port) = await phone.StartEmergencyAsync(ct);
        await using var child = emergency;
        var asked = await FlashAsync(first, mislabelled, port, [], ct);
        Seen.That(asked.ExitCode == ExitCodes.CodeNeeded, $"exit code {asked.ExitCode}: {asked.Output}{asked.Error}");
        var flash = await FlashAsync(first, mislabelled, port, ["--code", await mailbox.NextCodeAsync(first.Email, ct), "--transaction", Detail(asked)], ct);
        Seen.That(flash.ExitCode == 0, $"exit code {flash.ExitCode}: {flash.Output}{flash.Error}");
        await child.EndAsync(ct);
        var boot = await phone.RunAsync("boot", [], ct);
        Seen.That(boot.ExitCode == ExitCodes.DoesNotStart && boot["bootStop"] == "wrong_region", $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        return ["EU", "CN", flash.ExitCode, boot.ExitCode, boot["bootStop"]];
    }

    private async Task<object[]> StrangerAsync(CancellationToken ct)
    {
        var before = await phone.HashAsync("boot_a", ct);
        var (emergency, port) = await phone.StartEmergencyAsync(ct);
        await using var child = emergency;
        var asked = await FlashAsync(second, rom, port, [], ct);
        Seen.That(asked.ExitCode == ExitCodes.CodeNeeded, $"exit code {asked.ExitCode}: {asked.Output}{asked.Error}");
        var flash = await FlashAsync(second, rom, port, ["--code", await mailbox.NextCodeAsync(second.Email, ct), "--transaction", Detail(asked)], ct);
        Seen.That(flash.ExitCode == ExitCodes.Refused, $"exit code {flash.ExitCode}: {flash.Output}{flash.Error}");
        Seen.That(await phone.HashAsync("boot_a", ct) == before, "boot_a has changed");
        return [second.Number, Error(flash).GetProperty("code").GetString()!];
    }

    private async Task<object[]> PowerCutAsync(CancellationToken ct)
    {
        Seen.That((await phone.RunAsync("fault", ["--power-cut", "700000", "--damage", "erase-unit"], ct)).ExitCode == 0, "the fault was not taken");
        var (emergency, port) = await phone.StartEmergencyAsync(ct);
        await using var child = emergency;
        var asked = await FlashAsync(first, rom, port, [], ct);
        Seen.That(asked.ExitCode == ExitCodes.CodeNeeded, $"exit code {asked.ExitCode}: {asked.Output}{asked.Error}");
        var flash = await FlashAsync(first, rom, port, ["--code", await mailbox.NextCodeAsync(first.Email, ct), "--transaction", Detail(asked)], ct);
        Seen.That(flash.ExitCode == ExitCodes.FlashBroken, $"exit code {flash.ExitCode}: {flash.Output}{flash.Error}");
        var cut = await child.EndAsync(ct);
        Seen.That(cut.ExitCode == ExitCodes.PowerCut, $"exit code {cut.ExitCode}: {cut.Output}{cut.Error}");
        var boot = await phone.RunAsync("boot", [], ct);
        Seen.That(boot.ExitCode is not (ExitCodes.Done or ExitCodes.Locked), $"the phone started: {boot.Output}");
        return [flash.ExitCode, boot.ExitCode];
    }

    private async Task<object[]> RestoredAsync(CancellationToken ct)
    {
        var (emergency, port) = await phone.StartEmergencyAsync(ct);
        await using var child = emergency;
        var flash = await FlashAsync(first, rom, port, [], ct);
        Seen.That(flash.ExitCode == 0, $"exit code {flash.ExitCode}: {flash.Output}{flash.Error}");
        var restores = await first.Client.GetRestoresAsync(ct);
        var restore = restores.FirstOrDefault(known => known.Manifest == manifest);
        Seen.That(restore is { State: "done", EntriesFailed: 0 }, string.Join(' ', restores.Select(known => $"{known.State} {known.EntriesDone}/{known.EntriesFailed}")));
        return [restore!.EntriesDone ?? 0, restore.Tickets];
    }

    private async Task<object[]> StillLockedAsync(CancellationToken ct)
    {
        Seen.That((await phone.RunAsync("wipe", [], ct)).ExitCode == 0, "the phone was not wiped");
        var boot = await phone.RunAsync("boot", [], ct);
        Seen.That(boot.ExitCode == ExitCodes.Locked && boot["state"] == "locked" && boot["holdingId"] == holding, $"exit code {boot.ExitCode}: {boot.Output}{boot.Error}");
        var before = await phone.HashAsync("boot_a", ct);
        var (bootloader, port) = await phone.StartBootloaderAsync(ct);
        await using var child = bootloader;
        var variables = await fastboot.VariablesAsync(port, ct);
        Seen.That(variables.Any(one => one.Replace(" ", "", StringComparison.Ordinal).Contains("unlocked:no", StringComparison.Ordinal)), string.Join(' ', variables));
        var (accepted, said) = await fastboot.FlashAsync(port, "boot_a", Path.Combine(rom, "images", "boot_a.img"), ct);
        Seen.That(!accepted && await phone.HashAsync("boot_a", ct) == before, $"the bootloader took an image: {said}");
        return [boot.ExitCode, boot["maskedHolder"], fastboot.Name, said.ReplaceLineEndings(" ")];
    }

    private async Task<object[]> InTheLogAsync(CancellationToken ct)
    {
        var exported = Path.Combine(folder, "device-log.jsonl");
        var events = await ExportLog.WriteAsync(first.Client, device, exported, ct);
        var verify = await Child.RunAsync(cli, ["audit", "verify", exported, "--json"], ct);
        Seen.That(verify.ExitCode == 0, verify.Output + verify.Error);
        var text = string.Join(' ', events);
        Seen.That(text.Contains("restore_approved", StringComparison.Ordinal) && text.Contains("flashed", StringComparison.Ordinal), text);

        // As the holder sees it, in a browser.
        var restore = (await first.Client.GetRestoresAsync(ct)).First(known => known.Manifest == manifest);
        var browser = new TourBrowser(http);
        await browser.SignInAsync(first, mailbox, ct);
        var page = await browser.ReadAsync($"/devices/{device}/restore", ct);

        // In whatever language the account has, the figures are the same.
        var done = (restore.EntriesDone ?? 0).ToString(CultureInfo.InvariantCulture);
        var receipt = Small().Matches(page).Select(line => line.Groups[1].Value).FirstOrDefault(line => Figure().Matches(line).Select(figure => figure.Value).SequenceEqual([done, "0"]));
        Seen.That(receipt is not null, $"/devices/{device}/restore does not say that {done} were done and 0 failed");
        return [events.Count, text, receipt!];
    }

    private static JsonElement Error(ChildResult result)
    {
        var start = result.Output.LastIndexOf("\n{", StringComparison.Ordinal);
        return JsonDocument.Parse(result.Output[(start + 1)..]).RootElement.GetProperty("error");
    }

    private static string Detail(ChildResult result) => Error(result).GetProperty("detail").GetString()!;

    // Each person has a computer of their own: a folder with a session and a key.
    private string SessionOf(TourPerson person) => Path.Combine(folder, person == first ? "computer-1" : "computer-2", "session.json");

    private async Task SignInAsync(TourPerson person, CancellationToken ct)
    {
        await person.SignInAsync(ct);
        new SavedSession(server.Address, person.Client.AccessToken!, TimeProvider.System.GetUtcNow().AddHours(1), null).Write(SessionOf(person));
    }

    private Task<ChildResult> RunAsync(TourPerson person, IEnumerable<string> arguments, CancellationToken ct) =>
        Child.RunAsync(cli, arguments, ct, ("TENURE_SESSION", SessionOf(person)), ("TENURE_PASSWORD", person.Password));

    private Task<ChildResult> FlashAsync(TourPerson person, string package, int port, IEnumerable<string> options, CancellationToken ct) =>
        RunAsync(person, ["flash", package, "--device", string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{port}"), "--clean", "--json", .. options], ct);

    private async Task RomAsync(string[] verb, CancellationToken ct)
    {
        var done = await Child.RunAsync(cli, ["rom", .. verb, "--data", server.Data!, "--json"], ct, ("TENURE_SERVER", ServerProgram.Path(streams)));
        Seen.That(done.ExitCode == 0, $"exit code {done.ExitCode}: {done.Output}{done.Error}");
    }

    private async Task<ChildResult> MakeAsync(string package, string region, CancellationToken ct)
    {
        var made = await Child.RunAsync(
            cli, ["rom", "make", package, "--key", Path.Combine(folder, "release.pem"), "--product", PhoneModel(), "--version", "2.0.0", "--region", region, "--patch-level", "2026-11-05", "--rollback", "0=1", "--json"], ct);
        Seen.That(made.ExitCode == 0, made.Output + made.Error);
        return made;
    }

    private string PhoneModel()
    {
        using var facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "phone", "phone.json")));
        return facts.RootElement.GetProperty("model").GetString()!;
    }

    // With the system that the phone has; or with one that says that it is for other hardware, signed by the same maker.
    private async Task WriteRomAsync(string package, CancellationToken ct, string? region = null)
    {
        var images = Directory.CreateDirectory(Path.Combine(package, "images")).FullName;
        File.Copy(Path.Combine(folder, "phone", "programmer.elf"), Path.Combine(images, "prog_firehose_tour.elf"));
        var lines = new List<string>();
        foreach (var name in new[] { "boot_a", "boot_b", "vbmeta_a" })
        {
            var image = (await phone.ReadAsync(name, ct))[..(1 << 20)];
            if (name == "vbmeta_a" && region is not null)
            {
                image.AsSpan().Clear();
                (await VbmetaForAsync(region, ct)).CopyTo(image, 0);
            }

            await File.WriteAllBytesAsync(Path.Combine(images, name + ".img"), image, ct);
            lines.Add(Place(name, image.Length, name + ".img"));
        }

        await File.WriteAllTextAsync(Path.Combine(images, "rawprogram0.xml"), $"<data>{string.Concat(lines)}</data>", ct);
    }

    // Nothing but the region is another one: the digests of the partitions stay those of the system that is there.
    private async Task<byte[]> VbmetaForAsync(string region, CancellationToken ct)
    {
        using var maker = RSA.Create();
        maker.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(folder, "phone", "maker.pem"), ct));
        var known = AvbCodec.Read(await phone.ReadAsync("vbmeta_a", ct));
        var named = new AvbPropertyDescriptor(MakerImages.RegionProperty, Encoding.UTF8.GetBytes(region));
        return AvbCodec.Write(known with { Descriptors = [.. known.Descriptors.Select(one => one is AvbPropertyDescriptor { Key: MakerImages.RegionProperty } ? named : one)] }, maker);
    }

    private static string Place(string partition, long bytes, string file) => string.Create(
        CultureInfo.InvariantCulture,
        $"<program SECTOR_SIZE_IN_BYTES=\"{PhoneLayout.SectorSize}\" filename=\"{file}\" label=\"{partition}\" num_partition_sectors=\"{bytes / PhoneLayout.SectorSize}\" physical_partition_number=\"{PhoneLayout.Find(partition)!.Unit}\" start_sector=\"{PhoneLayout.OffsetOf(partition) / PhoneLayout.SectorSize}\" file_sector_offset=\"0\"/>");

    [GeneratedRegex("<p class=\"soft small\">([^<]*)</p>")]
    private static partial Regex Small();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Figure();
}
