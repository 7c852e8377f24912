using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Tenure.Client.Flashing;
using Tenure.Device.Phone;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Flash.Tests;
using Tenure.Flash.Tests.Restores;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tickets;
using FastbootPhone = Tenure.Flash.Tests.Fastboot.Phone;

namespace Tenure.Cli.Tests.Flash;

public sealed class FlashCommandTests : IDisposable
{
    private const string Script = """
        fastboot $* getvar product 2>&1 | grep "^product: *lotus"
        if [ $? -ne 0 ] ; then echo "Missmatching image and device"; exit 1; fi
        fastboot $* flash boot `dirname $0`/images/boot.img
        fastboot $* reboot
        """;

    private readonly TemporaryFolder folder = new();

    // To the computer of the test.
    private FoundDevice[] connected = [];

    public FlashCommandTests()
    {
        folder.Write("rom/flash_all.sh", Script);
        folder.Write("rom/images/boot.img", "boot");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Rom => Path.Combine(folder.Path, "rom");

    [Fact]
    public async Task A_phone_is_flashed_and_the_table_is_shown_before()
    {
        await using var phone = new FastbootPhone();
        var (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{phone.Port}", "--clean", "--json");
        Assert.Equal(0, code);
        Assert.Equal("boot"u8.ToArray(), phone.Partitions["boot"].ToArray());
        Assert.Equal(["flash:boot", "reboot"], phone.Commands);
        Assert.Contains("""{"item":"product","package":"lotus","device":"lotus","verdict":"fits"}""", said, StringComparison.Ordinal);
        Assert.Contains("\"phase\":\"writing\",\"what\":\"boot\"", said, StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(LinesOf(said)[^1]).RootElement.GetProperty("done").GetBoolean());
        Assert.All(LinesOf(said), line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public async Task A_check_writes_nothing_and_a_line_that_does_not_fit_stops()
    {
        await using var phone = new FastbootPhone();
        Assert.Equal(0, (await RunAsync("flash", Rom, "--device", $"udp:127.0.0.1:{phone.Port}", "--clean", "--check")).Code);
        Assert.Empty(phone.Commands);
        await using var other = new FastbootPhone { Variables = { ["product"] = "ginkgo" } };
        var (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{other.Port}", "--clean");
        Assert.Equal(ExitCodes.FlashStopped, code);
        Assert.Matches("(?m)^Model +lotus +ginkgo +STOPS\r?$", said);
        Assert.Empty(other.Commands);
    }

    // What an archive says of itself is enough to say so before anything is unpacked.
    [Fact]
    public async Task An_archive_that_has_no_room_is_not_begun_to_unpack()
    {
        await using var phone = new FastbootPhone();
        var archive = folder.Write("rom.tgz", [0x1f, 0x8b, 8]);
        using (var file = File.OpenWrite(archive))
        {
            // A hole: it takes no room itself.
            file.SetLength(new DriveInfo(folder.Path).AvailableFreeSpace + (1L << 30));
        }

        var (code, said) = await RunAsync("flash", archive, "--device", $"tcp:127.0.0.1:{phone.Port}", "--clean", "--json");
        Assert.Equal(ExitCodes.FlashStopped, code);
        Assert.Contains("check_space", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder.Path, "flash")));
    }

    [Fact]
    public async Task An_image_that_is_larger_than_its_partition_stops()
    {
        await using var phone = new FastbootPhone { Variables = { ["partition-size:boot"] = "0x3" } };
        var (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{phone.Port}", "--clean", "--json");
        Assert.Equal(ExitCodes.FlashStopped, code);
        Assert.Contains("""{"item":"partition","place":"boot","package":"4","device":"3","verdict":"stops"}""", said, StringComparison.Ordinal);
        Assert.Empty(phone.Commands);
        phone.Variables["partition-size:boot"] = "0x4";
        Assert.Equal(0, (await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{phone.Port}", "--clean", "--json")).Code);
    }

    // A system with older patches could not open the data that is kept.
    [Fact]
    public async Task Older_security_patches_than_the_device_had_stop_where_data_is_kept()
    {
        await WriteManifestAsync();
        folder.Write("rom/flash_all_except_storage.sh", Script);
        await using var phone = new FastbootPhone { Variables = { ["security-patch-level"] = "2026-01-02" } };
        string[] flash = ["flash", Rom, "--device", $"tcp:127.0.0.1:{phone.Port}", "--json", "--keep-data"];
        var (code, said) = await RunAsync(flash);
        Assert.Equal(ExitCodes.FlashStopped, code);
        Assert.Contains("""{"item":"patch_level","package":"2026-01-01","device":"2026-01-02","verdict":"stops"}""", said, StringComparison.Ordinal);
        Assert.Empty(phone.Commands);
        phone.Variables["security-patch-level"] = "2026-01-01";
        Assert.Equal(0, (await RunAsync(flash)).Code);
    }

    [Theory]
    [InlineData(2, "--device", "tcp:127.0.0.1:1")]
    [InlineData(2, "--device", "tcp:127.0.0.1:1", "--clean", "--keep-data")]
    [InlineData(2, "--clean")]
    [InlineData(2, "--clean", "--device", "phone")]
    [InlineData(41, "--clean", "--device", "tcp:127.0.0.1:1")]
    public async Task What_is_not_said_is_not_guessed(int code, params string[] options) => Assert.Equal(code, (await RunAsync(["flash", Rom, .. options])).Code);

    // What nobody looks at would be believed to have counted.
    [Theory]
    [InlineData("--consent", RestoreServer.Consent)]
    [InlineData("--workshop", "Phone Corner")]
    [InlineData("--ticket-in", "ticket")]
    [InlineData("--code", RestoreServer.Code)]
    public async Task What_is_for_emergency_mode_is_refused_over_fastboot_before_the_first_byte(string option, string value)
    {
        await using var phone = new FastbootPhone();
        var (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{phone.Port}", "--clean", "--json", option, value);
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("\"emergency_only\"", said, StringComparison.Ordinal);
        Assert.Contains(option, said, StringComparison.Ordinal);
        Assert.Empty(phone.Commands);
        Assert.Empty(phone.Partitions);
    }

    [Fact]
    public async Task The_only_device_that_is_connected_is_taken_and_of_several_one_is_chosen()
    {
        await using var one = new FastbootPhone();
        await using var other = new FastbootPhone();
        string[] flash = ["flash", Rom, "--clean", "--language", "en"];
        connected = [Found(one, "A1"), SerialPort];
        var (code, said) = await RunAsync([.. flash, "--check"]);
        Assert.True(code == 0 && said.Contains($"The only device that is connected: tcp:127.0.0.1:{one.Port} (A1)", StringComparison.Ordinal), said);

        // Nobody knows what is behind a port: it is not taken, even if there is nothing else.
        connected = [SerialPort];
        await RefusedAsync("device_missing");
        connected = [Found(one, "A1"), Found(other, "B2"), SerialPort];
        await RefusedAsync("device_choice");
        await RefusedAsync("device_unknown", "--serial", "C3");
        Assert.Equal(0, (await RunAsync([.. flash, "--serial", "B2"])).Code);
        Assert.Contains("flash:boot", other.Commands);

        // At a terminal a person says which.
        var shown = new StringWriter();
        Assert.Equal(ExitCodes.Usage, await TenureCommand.RunAsync(flash, Streams(shown) with { In = new StringReader("3\n"), IsTerminal = true }, Ct));
        Assert.Empty(one.Commands);
        Assert.Equal(0, await TenureCommand.RunAsync(flash, Streams(shown) with { In = new StringReader("1\n"), IsTerminal = true }, Ct));
        Assert.Matches(@"(?m)^2 +B2 +Phone +fastboot mode +tcp:127\.0\.0\.1:\d+\r?$", shown.ToString());
        Assert.Contains("flash:boot", one.Commands);

        async Task RefusedAsync(string error, params string[] options)
        {
            var (refused, text) = await RunAsync([.. flash, "--json", .. options]);
            Assert.True(refused == ExitCodes.Usage && text.Contains(error, StringComparison.Ordinal), text);
            Assert.Empty(one.Commands);
        }
    }

    // One on a network is asked what it is, as far as it says.
    [Fact]
    public async Task A_list_shows_serial_number_product_mode_and_port()
    {
        await using var phone = new FastbootPhone();
        connected = [new(new(FlashAddressKind.Usb, "1A2B"), DeviceMode.Emergency, "1A2B", "QUSB_SN:1A2B"), SerialPort];
        string[] list = ["flash", "--list", "--device", $"tcp:127.0.0.1:{phone.Port}", "--device", "tcp:127.0.0.1:1"];
        var devices = JsonDocument.Parse((await RunAsync([.. list, "--json"])).Said).RootElement;
        (string?, string?, string?, string?)[] expected = [($"tcp:127.0.0.1:{phone.Port}", "fastboot", "A1", "lotus"), ("tcp:127.0.0.1:1", null, null, null), ("usb:1A2B", "emergency", "1A2B", "QUSB_SN:1A2B"), ("serial:/dev/ttyS7", null, null, null)];
        Assert.Equal(
            expected,
            devices.EnumerateArray().Select(device => (Word(device, "device"), Word(device, "mode"), Word(device, "serial"), Word(device, "product"))));
        var (code, said) = await RunAsync([.. list, "--language", "de"]);
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^3 +1A2B +QUSB_SN:1A2B +Notfallmodus +usb:1A2B\r?$", said);
        Assert.Matches(@"(?m)^4 +– +– +nicht bekannt +serial:/dev/ttyS7\r?$", said);

        static string? Word(JsonElement device, string name) => device.TryGetProperty(name, out var word) ? word.GetString() : null;
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(150_000)]
    public async Task Over_a_slow_network_that_is_gone_in_the_middle_of_an_image_the_same_command_goes_on(long cutAfter)
    {
        var image = RandomNumberGenerator.GetBytes(49 * 4096);
        folder.Write("rom/images/boot.img", image);
        await using var phone = new FastbootPhone();
        await using var line = new SlowLine(phone.Port, cutAfter);
        string[] flash = ["flash", Rom, "--device", $"tcp:127.0.0.1:{line.Port}", "--clean", "--json"];
        var (code, said) = await RunAsync(flash);
        Assert.True(code == ExitCodes.FlashBroken && said.Contains("restore_gone", StringComparison.Ordinal), said);
        (code, said) = await RunAsync(flash);
        Assert.True(code == 0, said);
        Assert.Equal(image, phone.Partitions["boot"].ToArray());
    }

    [Fact]
    public async Task A_script_that_is_not_understood_is_named_with_its_line()
    {
        await using var phone = new FastbootPhone();
        folder.Write("rom/flash_all.sh", Script + "\nrm -rf images\n");
        var (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{phone.Port}", "--clean", "--json");
        Assert.Equal(ExitCodes.PackageRefused, code);
        Assert.Contains("flash_all.sh", said, StringComparison.Ordinal);
        Assert.Contains(": 5", said, StringComparison.Ordinal);
        Assert.Contains("package_script_refused", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_in_emergency_mode_is_restored_with_a_ticket_from_a_file()
    {
        await WriteManifestAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var board = new Board();
        var device = DeviceAsync(board, listener);
        var (question, ticket, receipt) = (Path.Combine(folder.Path, "question"), Path.Combine(folder.Path, "ticket"), Path.Combine(folder.Path, "receipt"));
        var answer = AnswerAsync(question, ticket);
        var (code, said) = await RunAsync(
            "flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--challenge-out", question, "--ticket-in", ticket, "--receipt-out", receipt);
        await answer;
        await device;
        Assert.True(code == 0, said);
        Assert.Equal("boot"u8.ToArray(), board.Disk.Content[1].AsSpan(8 * 4096, 4).ToArray());
        Assert.True(File.Exists(receipt));
        Assert.Matches("(?m)^Model +lotus +lotus +fits\r?$", said);
        Assert.Contains("Waiting up to 15 minutes for the ticket in ", said, StringComparison.Ordinal);
    }

    // It tells its storage only once it is open: then there is a second table, before the first byte.
    [Fact]
    public async Task A_device_in_emergency_mode_with_too_small_a_storage_stops_before_the_first_byte()
    {
        await WriteManifestAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var board = new Board { Disk = new(units: 2, sectors: 8) };
        var device = DeviceAsync(board, listener);
        var (question, ticket) = (Path.Combine(folder.Path, "question"), Path.Combine(folder.Path, "ticket"));
        var answer = AnswerAsync(question, ticket);
        var (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--challenge-out", question, "--ticket-in", ticket, "--json");
        await answer;
        await device;
        Assert.True(code == ExitCodes.FlashStopped && said.Contains("check_storage", StringComparison.Ordinal), said);
        Assert.Contains("""{"item":"storage","place":"1","package":"9","verdict":"unknown"}""", said, StringComparison.Ordinal);
        Assert.Contains("""{"item":"storage","place":"1","package":"9","device":"8","verdict":"stops"}""", said, StringComparison.Ordinal);
        Assert.Equal(0, board.Writes);
    }

    // Shown, for the device that was meant, and never because nothing was said.
    [Fact]
    public async Task A_storage_is_divided_anew_only_for_the_device_that_is_named_and_with_its_data_gone()
    {
        await WriteManifestAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (question, ticket) = (Path.Combine(folder.Path, "question"), Path.Combine(folder.Path, "ticket"));
        string[] flash = ["flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--challenge-out", question, "--ticket-in", ticket, "--json"];
        await RefusedAsync(ExitCodes.Usage, "provision_needs_clean", "--keep-data", "--provision", Board.Serial);
        await RefusedAsync(ExitCodes.PackageRefused, "provision_none", "--clean", "--provision", Board.Serial);
        folder.Write("rom/images/provision_ufs.xml", PhoneLayout.ProvisioningText.Replace("bConfigDescrLock=\"0\"", "bConfigDescrLock=\"1\"", StringComparison.Ordinal));
        await WriteManifestAsync();
        Assert.Contains("\"kibibytes\":3072", await RefusedAsync(ExitCodes.FlashStopped, "provision_other_device", "--clean", "--provision", "another"), StringComparison.Ordinal);
        await RefusedAsync(ExitCodes.FlashStopped, "provision_for_good", "--clean", "--provision", Board.Serial);
        Assert.False(File.Exists(question));

        var board = new Board();
        board.Disk.Divided = [0];
        var device = DeviceAsync(board, listener);
        var answer = AnswerAsync(question, ticket);
        var (code, said) = await RunAsync([.. flash, "--clean", "--provision", Board.Serial, "--provision-for-good"]);
        await answer;
        await device;
        Assert.True(code == 0, said);
        Assert.Contains("\"phase\":\"provisioning\"", said, StringComparison.Ordinal);
        Assert.Equal(0, board.Disk.Content[0][0]);
        Assert.Equal("boot"u8.ToArray(), board.Disk.Content[1].AsSpan(8 * 4096, 4).ToArray());

        async Task<string> RefusedAsync(int exitCode, string error, params string[] options)
        {
            var untouched = new Board();
            var served = DeviceAsync(untouched, listener);
            var (refused, text) = await RunAsync([.. flash, .. options]);
            Assert.True(refused == exitCode && text.Contains(error, StringComparison.Ordinal), text);
            if (exitCode == ExitCodes.Usage)
            {
                using var nobody = new TcpClient();
                await nobody.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Ct);
            }

            await served;
            Assert.Equal(0xff, untouched.Disk.Content[1][8 * 4096]);
            return text;
        }
    }

    // A maker signs what this very program sends; a device that asks for it takes that, and not a byte else.
    [Fact]
    public async Task A_maker_signs_each_packet_and_a_device_that_asks_for_tables_takes_them()
    {
        await WriteManifestAsync();
        var pem = Path.Combine(folder.Path, "release.pem");
        var (code, said) = await RunAsync("rom", "digests", Rom, "--key", pem, "--json");
        Assert.True(code == 0, said);

        // configure, two units, program and its transfer, the unit to boot from, power.
        Assert.Contains("\"clean\": 7", said, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Rom, "digests", "keep", "signed.mbn")));
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(pem, Ct));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        foreach (var isWrong in (bool[])[false, true])
        {
            var board = new Board();
            if (isWrong)
            {
                folder.Write("rom/images/boot.img", "BOOT");
                await WriteManifestAsync();
            }

            var device = DeviceAsync(board, listener, new() { TableKeys = [PublicKeyP256.From(key)] });
            var (question, ticket) = (Path.Combine(folder.Path, $"question{isWrong}"), Path.Combine(folder.Path, $"ticket{isWrong}"));
            var answer = AnswerAsync(question, ticket);
            (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--challenge-out", question, "--ticket-in", ticket, "--json");
            await answer;
            await device;
            Assert.True(code == (isWrong ? ExitCodes.FlashBroken : 0), said);
            Assert.Equal(isWrong, said.Contains("restore_tables_refused", StringComparison.Ordinal));
            Assert.Equal(isWrong ? [0xff] : "b"u8.ToArray(), board.Disk.Content[1].AsSpan(8 * 4096, 1).ToArray());
        }
    }

    [Fact]
    public async Task Without_a_session_and_without_files_nothing_begins()
    {
        await WriteManifestAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var device = DeviceAsync(new(), listener);
        var (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--json");
        await device;
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("not_signed_in", said, StringComparison.Ordinal);
    }

    // Without a terminal: the code is sent, and the command is run again with it.
    [Fact]
    public async Task The_ticket_comes_from_the_server_for_a_restore_that_is_begun_with_two_proofs()
    {
        await WriteManifestAsync();
        var server = new RestoreServer();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var board = new Board();
        SignIn();
        string[] flash = ["flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--json"];
        var device = DeviceAsync(board, listener);
        var (code, said) = await RunAsync(server, flash);
        await device;
        Assert.True(code == ExitCodes.CodeNeeded, said);
        Assert.Equal("T", JsonDocument.Parse(LinesOf(said)[^1]).RootElement.GetProperty("error").GetProperty("detail").GetString());
        device = DeviceAsync(board, listener);
        (code, said) = await RunAsync(server, [.. flash, "--code", RestoreServer.Code, "--transaction", "T"]);
        await device;
        Assert.True(code == 0, said);
        Assert.Equal("boot"u8.ToArray(), board.Disk.Content[1].AsSpan(8 * 4096, 4).ToArray());
        Assert.True(server.Started!.EraseUserData);
        Assert.EndsWith("/receipts", server.Asked[^1], StringComparison.Ordinal);

        // A restore that is open is gone on with: nobody is asked again.
        device = DeviceAsync(board, listener);
        Assert.Equal(0, (await RunAsync(server, flash)).Code);
        await device;
        Assert.Single(server.Asked, "POST restores");

        // Not one of another computer, nor one that had all its tickets: both would be refused again and again.
        var open = server.Restores[0];
        foreach (var other in (Restore[])[open with { ComputerId = "another" }, open with { HasTickets = false }])
        {
            server.Restores[0] = other;
            device = DeviceAsync(board, listener);
            Assert.Equal(ExitCodes.CodeNeeded, (await RunAsync(server, flash)).Code);
            await device;
        }
    }

    // Gigabytes were written since the ticket came, and the network has gone: the device is right, and does not stay off for it.
    [Fact]
    public async Task Where_the_server_is_away_at_the_end_the_device_restarts_and_its_receipt_is_brought_later()
    {
        await WriteManifestAsync();
        var server = new RestoreServer { IsAway = true };
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var board = new Board();
        SignIn();
        var device = DeviceAsync(board, listener);
        var (code, said) = await RunAsync(server, ["flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--code", RestoreServer.Code, "--transaction", "T"]);
        await device;
        Assert.True(code == 0, said);
        Assert.Equal([FirehosePower.Reset], board.Left);
        Assert.Contains("its receipt is kept here", said, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "flash"), "*.receipt"));

        server.IsAway = false;
        server.Asked.Clear();
        await RunAsync(server, ["computer", "status"]);
        Assert.Contains("POST restores/00000000-0000-0000-0000-000000000000/receipts", server.Asked);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "flash"), "*.receipt"));
    }

    // Whoever plugs the phone in and out because the disk is full does so for an hour.
    [Fact]
    public async Task What_is_wrong_on_this_computer_is_not_said_of_the_device()
    {
        await using var phone = new FastbootPhone();
        string[] flash = ["flash", Rom, "--device", $"tcp:127.0.0.1:{phone.Port}", "--clean", "--json"];
        folder.Write("flash", "a file where a folder is needed");
        var (code, said) = await RunAsync(flash);
        Assert.True(code == ExitCodes.FlashBroken && said.Contains("\"file_failed\"", StringComparison.Ordinal), said);
        File.Delete(Path.Combine(folder.Path, "flash"));

        using (var package = await FlashPackage.OpenAsync(Rom, folder.Path, null, null, Ct))
        using (FlashJournal.Open(Path.Combine(folder.Path, "flash"), $"tcp:127.0.0.1:{phone.Port}", await PackageScripts.DigestAsync(package, DataChoice.Clean, Ct)))
        {
            (code, said) = await RunAsync(flash);
            Assert.True(code == ExitCodes.FlashBroken && said.Contains("\"journal_busy\"", StringComparison.Ordinal), said);
        }

        Assert.Empty(phone.Commands);
        Assert.Equal(0, (await RunAsync(flash)).Code);
    }

    // A receipt that cannot be written is no device that went away.
    [Fact]
    public async Task A_receipt_that_cannot_be_written_is_said_so()
    {
        await WriteManifestAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var board = new Board();
        var device = DeviceAsync(board, listener);
        var (question, ticket) = (Path.Combine(folder.Path, "question"), Path.Combine(folder.Path, "ticket"));
        var answer = AnswerAsync(question, ticket);
        var (code, said) = await RunAsync(
            "flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--json", "--challenge-out", question, "--ticket-in", ticket, "--receipt-out", Path.Combine(folder.Path, "nowhere", "receipt"));
        await answer;
        await device;
        Assert.True(code == ExitCodes.FlashBroken && said.Contains("\"file_failed\"", StringComparison.Ordinal), said);
    }

    // As after a run with sudo. A folder in a file's place is refused to everybody, whoever runs this.
    [Fact]
    public async Task A_file_that_may_not_be_read_is_named()
    {
        await WriteManifestAsync();
        SignIn();
        File.Delete(Path.Combine(folder.Path, "computer.key"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "computer.key"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var device = DeviceAsync(new(), listener);
        foreach (var args in (string[][])[["flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--json"], ["computer", "status", "--json"]])
        {
            var (code, said) = await RunAsync(new RestoreServer(), args);
            Assert.True(code == ExitCodes.Failed, said);
            Assert.Contains("\"file_denied\"", said, StringComparison.Ordinal);
            Assert.Contains("computer.key", said, StringComparison.Ordinal);
        }

        await device;
    }

    [Theory]
    [InlineData("<erase SECTOR_SIZE_IN_BYTES=\"4096\" label=\"x\" num_partition_sectors=\"0\" physical_partition_number=\"1\" start_sector=\"100\"/>")]
    [InlineData("<erase SECTOR_SIZE_IN_BYTES=\"4096\" label=\"x\" num_partition_sectors=\"0\" physical_partition_number=\"1\" start_sector=\"NUM_DISK_SECTORS-5.\"/>")]
    [InlineData("<zeroout SECTOR_SIZE_IN_BYTES=\"4096\" label=\"x\" num_partition_sectors=\"4\" physical_partition_number=\"1\" start_sector=\"100\"/>")]
    public async Task What_a_manifest_cannot_say_is_not_signed(string line)
    {
        await WriteManifestAsync();
        var manifest = await File.ReadAllBytesAsync(Path.Combine(Rom, "firmware.manifest"), Ct);
        folder.Write("rom/images/rawprogram0.xml", $"<data>{line}</data>");
        var (code, said) = await RunAsync(MakeRom);
        Assert.True(code == ExitCodes.PackageRefused && said.Contains("package_list_refused", StringComparison.Ordinal), said);
        Assert.Equal(manifest, await File.ReadAllBytesAsync(Path.Combine(Rom, "firmware.manifest"), Ct));
    }

    [Fact]
    public async Task An_erasure_is_signed_as_the_list_has_it()
    {
        await WriteManifestAsync();
        folder.Write("rom/images/rawprogram0.xml", """
            <data>
            <erase SECTOR_SIZE_IN_BYTES="4096" num_partition_sectors="3" physical_partition_number="1" start_sector="100"/>
            <erase SECTOR_SIZE_IN_BYTES="4096" num_partition_sectors="0" physical_partition_number="0" start_sector="0"/>
            </data>
            """);
        Assert.Equal(0, (await RunAsync(MakeRom)).Code);
        var manifest = FirmwareManifestCodec.ReadUnverified(await File.ReadAllBytesAsync(Path.Combine(Rom, "firmware.manifest"), Ct), out _);
        Assert.Equal([new FirmwareRange(1, 100, 3), new FirmwareRange(0, 0, 0)], manifest.Entries.OfType<FirmwareErase>().Select(erase => erase.Range));
    }

    [Fact]
    public async Task Without_a_network_a_restore_does_not_begin_and_says_so_in_the_language_asked_for()
    {
        await WriteManifestAsync();
        SignIn("http://127.0.0.1:9/");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var board = new Board();
        var device = DeviceAsync(board, listener);
        var (code, said) = await RunAsync("flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--language", "de");
        await device;
        Assert.True(code == ExitCodes.NoNetwork && said.Contains("Der Server ist nicht erreichbar.", StringComparison.Ordinal), said);
        Assert.Equal(0, board.Writes);
    }

    [Fact]
    public async Task A_workshop_flashes_with_its_customers_code_and_is_asked_for_nothing_else()
    {
        await WriteManifestAsync();
        var server = new RestoreServer();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var board = new Board();
        SignIn();
        string[] flash = ["flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--json", "--consent"];
        var device = DeviceAsync(board, listener);
        var (code, said) = await RunAsync(server, [.. flash, "0000-0000-0000-0000"]);
        await device;
        Assert.True(code == ExitCodes.Refused && said.Contains("consent_unknown", StringComparison.Ordinal), said);
        device = DeviceAsync(board, listener);
        (code, said) = await RunAsync(server, [.. flash, RestoreServer.Consent]);
        await device;
        Assert.True(code == 0, said);
        Assert.DoesNotContain("POST restores", server.Asked);
        Assert.DoesNotContain("POST account/proof-codes", server.Asked);
        Assert.EndsWith("/receipts", server.Asked[^1], StringComparison.Ordinal);
    }

    // A person with a bricked phone opens the page and nothing else. Ten phones are no ten mails: a code is sent to who asks for one.
    [Fact]
    public async Task On_the_page_a_restore_in_emergency_mode_begins_with_what_is_typed_there()
    {
        await WriteManifestAsync();
        SignIn();
        var server = new RestoreServer();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Board own = new(), customers = new();
        await using var page = await FlashPageClient.OpenAsync((said, off) => TenureCommand.RunAsync(["flash", "--ui", Rom, "--json"], Streams(said, server), off), Ct);
        var device = await BeginAsync(own);
        Assert.DoesNotContain("POST account/proof-codes", server.Asked);
        Assert.Contains("name=\"password\"", await page.GetAsync("", Ct), StringComparison.Ordinal);

        await page.SendAsync("proofs", new() { ["id"] = "1", ["password"] = "wrong", ["code"] = "000000" }, Ct);
        var row = await page.UntilAsync(0, job => Round(job) == 2, Ct);
        Assert.Equal("No.", row.GetProperty("question").GetProperty("problem").GetString());
        await page.SendAsync("code", new() { ["id"] = "1" }, Ct);
        row = await page.UntilAsync(0, job => Round(job) == 3, Ct);
        Assert.True(row.GetProperty("question").GetProperty("isSent").GetBoolean());
        Assert.Single(server.Asked, "POST account/proof-codes");
        await page.SendAsync("proofs", new() { ["id"] = "1", ["password"] = RestoreServer.Password, ["code"] = RestoreServer.Code }, Ct);
        row = await page.UntilAsync(0, job => !job.GetProperty("running").GetBoolean(), Ct);
        await device;
        Assert.Equal("success", row.GetProperty("result").GetString());
        Assert.Equal("boot"u8.ToArray(), own.Disk.Content[1].AsSpan(8 * 4096, 4).ToArray());

        // In a workshop the holder's code is all that is asked for.
        device = await BeginAsync(customers);
        await page.SendAsync("proofs", new() { ["id"] = "2", ["consent"] = RestoreServer.Consent }, Ct);
        row = await page.UntilAsync(1, job => !job.GetProperty("running").GetBoolean(), Ct);
        await device;
        Assert.Equal("success", row.GetProperty("result").GetString());
        Assert.Single(server.Asked, "POST account/proof-codes");
        Assert.DoesNotContain(RestoreServer.Password, row.GetProperty("log").GetString(), StringComparison.Ordinal);

        async Task<Task> BeginAsync(Board board)
        {
            var running = DeviceAsync(board, listener);
            await page.SendAsync("start", new() { ["package"] = Rom, ["devices"] = $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", ["data"] = "clean" }, Ct);
            await page.UntilAsync(board == own ? 0 : 1, job => Round(job) == 1, Ct);
            return running;
        }

        static int Round(JsonElement job) => job.GetProperty("question") is { ValueKind: JsonValueKind.Object } question ? question.GetProperty("round").GetInt32() : 0;
    }

    [Fact]
    public async Task The_page_shows_what_is_connected_and_flashes_what_is_chosen_there()
    {
        await using var phone = new FastbootPhone();
        await using var named = new FastbootPhone { Variables = { ["serialno"] = "N1" } };
        connected = [SerialPort];
        await using var page = await FlashPageClient.OpenAsync((said, off) => TenureCommand.RunAsync(["flash", "--ui", Rom, "--device", $"tcp:127.0.0.1:{named.Port}", "--json"], Streams(said), off), Ct);
        var first = await page.GetAsync("?lang=en", Ct);
        Assert.Matches($"<span>N1</span></th>.*<span>lotus</span>.*<span>fastboot mode</span>.*<span>tcp:127.0.0.1:{named.Port}</span>", first);
        Assert.Contains("<span>serial:/dev/ttyS7</span>", first, StringComparison.Ordinal);
        Assert.DoesNotContain(" checked", first, StringComparison.Ordinal);

        // What is connected later is shown without loading the page again; one that is asked for again says what it is by then.
        connected = [Found(phone, "<A1>")];
        var rows = await page.GetAsync("found?lang=de", Ct);
        Assert.Matches("<span>&lt;A1&gt;</span></th>.*<span>Phone</span>.*<span>Fastboot-Modus</span>", rows);
        Assert.DoesNotContain("ttyS7", rows, StringComparison.Ordinal);
        named.Variables["serialno"] = "N2";
        Assert.Contains("<span>N1</span>", await page.GetAsync("found", Ct), StringComparison.Ordinal);
        await page.SendAsync("look", new() { ["package"] = Rom }, Ct);
        Assert.Contains("<span>N2</span>", await page.GetAsync("found", Ct), StringComparison.Ordinal);

        await page.SendAsync("start", new() { ["package"] = Rom, ["devices"] = "", ["device"] = $"tcp:127.0.0.1:{phone.Port}", ["data"] = "clean" }, Ct);
        var row = await page.UntilAsync(0, job => !job.GetProperty("running").GetBoolean(), Ct);
        Assert.Equal("success", row.GetProperty("result").GetString());
        Assert.Contains("flash:boot", phone.Commands);
        Assert.Empty(named.Commands);
    }

    [Fact]
    public async Task The_page_flashes_several_devices_and_answers_nobody_without_its_secret()
    {
        await using var one = new FastbootPhone();
        await using var two = new FastbootPhone { Variables = { ["product"] = "ginkgo" } };
        using var off = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var said = new StringWriter();
        var running = TenureCommand.RunAsync(["flash", "--ui", Rom, "--json"], Streams(said), off.Token);
        while (!said.ToString().Contains('}', StringComparison.Ordinal))
        {
            await Task.Delay(50, Ct);
        }

        var address = JsonDocument.Parse(said.ToString()).RootElement.GetProperty("address").GetString()!;
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(address) };
        var page = await http.GetStringAsync("?lang=de", Ct);
        Assert.Contains("lang=\"de\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" checked", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/wrong/", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(http, HttpMethod.Get, "", host: "tenure.example")).StatusCode);
        var form = new Dictionary<string, string> { ["package"] = Rom, ["devices"] = $"tcp:127.0.0.1:{one.Port}\r\ntcp:127.0.0.1:{two.Port}", ["data"] = "clean" };
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(http, HttpMethod.Post, "start", form)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(http, HttpMethod.Post, "start", form, origin: "http://evil.example")).StatusCode);
        var origin = new Uri(address).GetLeftPart(UriPartial.Authority);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(http, HttpMethod.Post, "start", form.Where(field => field.Key != "data"), origin)).StatusCode);
        Assert.Empty(one.Commands);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(http, HttpMethod.Post, "start?lang=en", form, origin)).StatusCode);
        JsonElement[] jobs;
        do
        {
            await Task.Delay(100, Ct);
            jobs = [.. JsonDocument.Parse(await http.GetStringAsync("state?lang=en", Ct)).RootElement.EnumerateArray()];
        }
        while (jobs.Any(job => job.GetProperty("running").GetBoolean()));
        Assert.Equal(["success", "error"], jobs.Select(job => job.GetProperty("result").GetString()));
        Assert.Equal(100, jobs[0].GetProperty("percent").GetInt32());
        Assert.Contains("Use the package for this model.", jobs[1].GetProperty("status").GetString(), StringComparison.Ordinal);
        Assert.Equal("boot"u8.ToArray(), one.Partitions["boot"].ToArray());
        await off.CancelAsync();
        Assert.Equal(0, await running);
    }

    public void Dispose() => folder.Dispose();

    private static string[] LinesOf(string said) => said.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form = null, string? origin = null, string? host = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await http.SendAsync(request, Ct);
    }

    private static async Task DeviceAsync(Board board, TcpListener listener, FirehoseDeviceOptions? options = null)
    {
        var client = await listener.AcceptTcpClientAsync(Ct);
        try
        {
            await board.RunAsync(new StreamLink(client.GetStream()), options, programmerRuns: false, Ct);
        }
        catch (Tenure.Protocols.ProtocolException)
        {
            // The host went away.
        }
    }

    private static async Task AnswerAsync(string question, string ticket)
    {
        while (!File.Exists(question))
        {
            await Task.Delay(50, Ct);
        }

        await File.WriteAllBytesAsync(ticket + ".new", "TICKET"u8.ToArray(), Ct);
        File.Move(ticket + ".new", ticket);
    }

    private async Task WriteManifestAsync()
    {
        folder.Write("rom/images/prog_firehose_ddr.elf", Programmer);
        folder.Write("rom/images/rawprogram1.xml", "<data><program SECTOR_SIZE_IN_BYTES=\"4096\" filename=\"boot.img\" label=\"boot\" num_partition_sectors=\"64\" physical_partition_number=\"1\" start_sector=\"8\" file_sector_offset=\"0\"/></data>");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.Write("release.pem", key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(0, (await RunAsync(MakeRom)).Code);
        var manifest = FirmwareManifestCodec.Verify(await File.ReadAllBytesAsync(Path.Combine(Rom, "firmware.manifest"), Ct), [PublicKeyP256.From(key)]);
        Assert.Equal(("lotus", 3UL), (manifest.Product, manifest.IndexOf(0)));
        Assert.Equal(2, (await RunAsync([.. MakeRom, "--rollback", "3"])).Code);
    }

    private string[] MakeRom => ["rom", "sign", Rom, "--key", Path.Combine(folder.Path, "release.pem"), "--product", "lotus", "--version", "1", "--region", "EU", "--patch-level", "2026-01-01", "--rollback", "0=3", "--json"];

    private void SignIn(string server = "http://localhost:5080/")
    {
        folder.Write("session.json", JsonSerializer.Serialize(new { Server = server, AccessToken = "A", ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) }));
        using var key = ComputerKey.Create();
        folder.Write("computer.key", key.Export());
    }

    private static byte[] Programmer => Tenure.Protocols.Tests.Sahara.Rom.Elf;

    private CommandStreams Streams(StringWriter said, RestoreServer? server = null) => new(
        TextReader.Null, TextWriter.Synchronized(said), TextWriter.Synchronized(said), IsTerminal: false,
        name => name switch { "TENURE_SESSION" => Path.Combine(folder.Path, "session.json"), "TENURE_PASSWORD" => RestoreServer.Password, _ => null }, () => server is null ? new SocketsHttpHandler() : new KeptServer(server))
    {
        Devices = () => connected,
    };

    private static FoundDevice Found(FastbootPhone phone, string serial) => new(new(FlashAddressKind.Tcp, "127.0.0.1", phone.Port), DeviceMode.Fastboot, serial, "Phone");

    private static FoundDevice SerialPort { get; } = new(new(FlashAddressKind.Serial, "/dev/ttyS7"), null, null, null);

    private Task<(int Code, string Said)> RunAsync(params string[] args) => RunAsync(null, args);

    private async Task<(int Code, string Said)> RunAsync(RestoreServer? server, string[] args)
    {
        var said = new StringWriter();
        return (await TenureCommand.RunAsync(args, Streams(said, server), Ct), said.ToString());
    }
}
