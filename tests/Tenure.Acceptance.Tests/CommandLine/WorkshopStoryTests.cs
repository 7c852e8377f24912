using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Flashing;
using Tenure.Device.Phone;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>A workshop restores a customer's phone with the holder's code: server, phone, and the workshop's computer are processes of their own.</summary>
public sealed class WorkshopStoryTests(StoryServer server) : CommandLineStory(server), IClassFixture<StoryServer>
{
    private const string Shop = "Phone Corner";
    private const string Holder = "holder@example.org";
    private const string Head = "head@example.org";

    private string PhoneFolder => Path.Combine(Folder, "phone");

    private string Rom => Path.Combine(Folder, "rom");

    [Fact]
    public async Task A_workshop_restores_a_phone_with_its_holders_code_and_the_phone_shows_it_until_its_holder_has_seen_it()
    {
        var image = RandomNumberGenerator.GetBytes(1 << 20);
        await MakeAsync(image);
        KillablePhone phone = new(PhoneFolder);
        await phone.RunAsync("new", ["--server", Server, "--region", "EU", "--release-key", Path.Combine(Folder, "release.pub")]);
        File.Copy(Path.Combine(PhoneFolder, "programmer.elf"), Path.Combine(Rom, "images", "prog_firehose_story.elf"));
        var made = await ToolAsync("rom", "make", Rom, "--key", Path.Combine(Folder, "release.pem"), "--product", "Tenure One", "--version", "2.0.0", "--region", "EU", "--patch-level", "2026-11-05", "--rollback", "0=1", "--json");
        var digest = made.GetProperty("manifest").GetString()!;
        await HereAsync("rom", "key", "add", "Story", Path.Combine(Folder, "release.pub"));
        await HereAsync("rom", "register", Path.Combine(Rom, "firmware.manifest"));
        await phone.RunAsync("boot", ["--register", Holder, "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"], ct => MailedCodes.NextAsync(Http, Holder, 0, ct));
        var ada = await MailedCodes.SignInAsync(Http, Holder, Password, Ct);
        var device = (await ada.GetDevicesAsync(Ct)).Single();

        // The operator makes the workshop and its head, who binds a computer; a day later it counts.
        var number = await RegisterAsync(Head);
        await HereAsync("workshop", "add", Shop);
        await HereAsync("workshop", "member", "add", Shop, number, "--head");
        await LoginAsync(code: 1);
        var asked = await ToolAsync("computer", "bind", "--workshop", Shop, "--name", "Counter", "--json");
        await ToolAsync("computer", "bind", "--workshop", Shop, "--name", "Counter", "--transaction", Error(asked).GetProperty("detail").GetString()!, "--code", await MailedCodes.NextAsync(Http, Head, 2, Ct), "--json");
        var before = await MailedCodes.LatestAsync(Http, Ct);
        using (await Http.PostAsync(new Uri("/dev/clock?advanceSeconds=691200", UriKind.Relative), null, Ct))
        {
            await LoginAsync(code: null);
        }

        var computer = (await ToolAsync("computer", "status", "--json")).GetProperty("id").GetString()!;
        ada = await MailedCodes.SignInAsync(Http, Holder, Password, 0, before, Ct);
        var sent = await ada.SendProofCodeAsync(new SendProofCode("deviceRestore"), Ct);
        var consent = await ada.AllowWorkshopAsync(new AllowWorkshop(device.Id, digest, Shop, computer, EraseUserData: false, Password, await MailedCodes.NextAsync(Http, Holder, 1, before, Ct), sent.Transaction), Ct);

        using var emergency = Process.Start(new ProcessStartInfo(Program, ["phone", "boot", PhoneFolder, "--json", "--mode", "emergency", "--port", "0"]) { RedirectStandardOutput = true })!;
        var port = JsonDocument.Parse((await emergency.StandardOutput.ReadLineAsync(Ct))!).RootElement.GetProperty("port").GetInt32();
        var where = string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{port}");
        Assert.Equal("consent_unknown", Error(await ToolAsync("flash", Rom, "--device", where, "--keep-data", "--consent", "0000-0000-0000-0000", "--json")).GetProperty("code").GetString());
        Assert.True((await ToolAsync("flash", Rom, "--device", where, "--keep-data", "--consent", consent.Code, "--json")).GetProperty("done").GetBoolean());
        await emergency.WaitForExitAsync(Ct);

        Assert.Equal("done", (await ada.GetRestoreAsync(consent.Restore.Id, Ct)).State);
        Assert.Contains("restored_by_workshop", Events(await phone.RunAsync("boot", [])));

        // The phone ran at the workshop, too: what is chosen there does not take it away.
        Assert.Contains("restored_by_workshop", Events(await phone.RunAsync("boot", [])));

        // Nor does the password that the workshop was told, once it was changed elsewhere. The new one does, after its code.
        const string Next = "copper kites above the quay";
        var changed = await MailedCodes.LatestAsync(Http, Ct);
        await ada.ChangePasswordAsync(new ChangePassword(Password, Next), Ct);
        var refused = await phone.RunAsync("boot", ["--erase-code", "stone and sand", "--password", Password]);
        Assert.DoesNotContain("erase_code_set", Events(refused));
        Assert.Contains("restored_by_workshop", Events(await phone.RunAsync("boot", [])));
        var seen = await phone.RunAsync("boot", ["--erase-code", "stone and sand", "--password", Next, "--code-stdin"], ct => MailedCodes.NextAsync(Http, Holder, 0, changed, ct));
        Assert.Equal(["restored_by_workshop", "signed_in", "erase_code_set"], Events(seen).Where(one => one is "restored_by_workshop" or "signed_in" or "erase_code_set"));
        await ada.ChangePasswordAsync(new ChangePassword(Next, Password), Ct);
        Assert.DoesNotContain("restored_by_workshop", Events(await phone.RunAsync("boot", [])));
    }

    private static IEnumerable<string?> Events(JsonElement boot)
    {
        Assert.Equal("running", boot.GetProperty("state").GetString());
        return boot.GetProperty("events").EnumerateArray().Select(one => one.GetString());
    }

    private static JsonElement Error(JsonElement said) => said.GetProperty("error");

    // A package with one image: a modem's, of which the boot chain asks nothing.
    private async Task MakeAsync(byte[] image)
    {
        using var release = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Path.Combine(Folder, "release.pem"), release.ExportPkcs8PrivateKeyPem(), Ct);
        await File.WriteAllTextAsync(Path.Combine(Folder, "release.pub"), release.ExportSubjectPublicKeyInfoPem(), Ct);
        var images = Directory.CreateDirectory(Path.Combine(Rom, "images")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(images, "modem_a.img"), image, Ct);
        await File.WriteAllTextAsync(
            Path.Combine(images, "rawprogram0.xml"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"<data><program SECTOR_SIZE_IN_BYTES=\"{PhoneLayout.SectorSize}\" filename=\"modem_a.img\" label=\"modem_a\" num_partition_sectors=\"{image.Length / PhoneLayout.SectorSize}\" physical_partition_number=\"{PhoneLayout.Find("modem_a")!.Unit}\" start_sector=\"{PhoneLayout.OffsetOf("modem_a") / PhoneLayout.SectorSize}\" file_sector_offset=\"0\"/></data>"),
            Ct);
    }

    private async Task<string> RegisterAsync(string email)
    {
        var client = new TenureClient(Http);
        var started = await client.StartRegistrationAsync(new StartRegistration(email, "en"), Ct);
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await MailedCodes.NextAsync(Http, email, 0, Ct)), Ct);
        return (await client.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct)).AccountNumber;
    }

    private async Task LoginAsync(int? code)
    {
        using var login = Start(["login", "--server", Server, "--user", Head, "--password-stdin"], takesInput: true);
        await login.StandardInput.WriteLineAsync(Password);
        if (code is { } after)
        {
            await login.StandardInput.WriteLineAsync(await MailedCodes.NextAsync(Http, Head, after, Ct));
        }

        await login.WaitForExitAsync(Ct);
        Assert.Equal(0, login.ExitCode);
    }

    // On the server's own machine.
    private Task<JsonElement> HereAsync(params string[] arguments) => ToolAsync([.. arguments, "--data", ServerData, "--json"]);

    private async Task<JsonElement> ToolAsync(params string[] arguments)
    {
        using var process = Start(arguments, takesInput: false);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        var said = await output;
        var last = said.LastIndexOf("\n{", StringComparison.Ordinal) is var at and >= 0 ? said[(at + 1)..] : said;
        Assert.True(last.StartsWith('{'), $"{string.Join(' ', arguments)}: {process.ExitCode} {said} {await error}");
        return JsonDocument.Parse(last).RootElement;
    }

    private Process Start(string[] arguments, bool takesInput)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardInput = takesInput, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TENURE_SESSION"] = Path.Combine(Folder, "computer", "session.json");
        start.Environment["TENURE_PASSWORD"] = Password;
        start.Environment["TENURE_SERVER"] = Programs.Server;
        start.Environment["LANG"] = "C.UTF-8";
        return Process.Start(start)!;
    }
}
