using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>A phone that has no network any more is let go: its question and the server's ticket travel as files, as typed text, and by Debian's fastboot.</summary>
public sealed class OfflineReleaseTests(StoryServer server) : CommandLineStory(server), IClassFixture<StoryServer>
{
    private readonly string email = $"offline{Guid.CreateVersion7():N}@example.org";

    private KillablePhone Phone => new(Path.Combine(Folder, "phone"));

    private string Question => Path.Combine(Folder, "question");

    private string Answer => Path.Combine(Folder, "answer");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wiped_phone_without_a_network_is_let_go_by_a_file_or_by_typed_groups(bool typed)
    {
        var (client, id) = await ActivatedAsync();
        await Phone.RunAsync("wipe", []);

        // Before its holder let it go, the server gives nothing for its question.
        var refused = await AskAsync(async () => Assert.Equal(20, (await Tool.RunAsync(Program, ["ticket", Question, Answer, "--server", Server], Ct)).ExitCode), "no ticket");
        Assert.Equal(("locked", 23), (State(refused), refused.GetProperty("exitCode").GetInt32()));

        client = await MailedCodes.LetGoAsync(Http, client, email, Password, id, erase: true, Ct);
        string? groups = null;
        var freed = await AskAsync(async () =>
        {
            var fetched = await Tool.RunAsync(Program, ["ticket", Question, Answer + ".ticket", "--json", "--server", Server], Ct);
            Assert.True(fetched.ExitCode == 0, fetched.Text);
            groups = JsonDocument.Parse(fetched.Output).RootElement.GetProperty("groups").GetString()!;
            File.Move(typed ? await WrittenAsync(groups.ToLowerInvariant()) : Answer + ".ticket", Answer);
        });
        Assert.True(State(freed) == "wizard", freed.ToString());
        Assert.Contains("released", freed.GetProperty("events").EnumerateArray().Select(e => e.GetString()));
        Assert.True(freed.GetProperty("receiptOwed").GetBoolean());

        // What was used is used up: a locked phone would not take it again, and this one asks nobody any more.
        var receipt = await Phone.RunAsync("boot", []);
        Assert.Contains("receipt_acknowledged", receipt.GetProperty("events").EnumerateArray().Select(e => e.GetString()));
        Assert.Empty(await client.GetDevicesAsync(Ct));
    }

    [Fact]
    public async Task A_mistyped_group_is_named_and_another_question_makes_the_answer_worthless()
    {
        var (client, id) = await ActivatedAsync();
        await Phone.RunAsync("wipe", []);
        _ = await MailedCodes.LetGoAsync(Http, client, email, Password, id, erase: false, Ct);
        string? groups = null;
        var mistyped = await AskAsync(async () =>
        {
            var fetched = await Tool.RunAsync(Program, ["ticket", Question, Answer + ".ticket", "--json", "--server", Server], Ct);
            groups = JsonDocument.Parse(fetched.Output).RootElement.GetProperty("groups").GetString()!;
            var third = groups.Split(' ')[2];
            File.Move(await WrittenAsync(groups.Replace(third, third[..^1] + (third[^1] == 'A' ? 'B' : 'A'), StringComparison.Ordinal)), Answer);
        });
        Assert.Equal(("locked", "ticket_mistyped"), (State(mistyped), mistyped.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("3", mistyped.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);

        // The phone was switched off since: the same ticket answers nothing any more.
        var late = await AskAsync(async () => File.Move(await WrittenAsync(groups!), Answer));
        Assert.Equal("locked", State(late));
        Assert.StartsWith("ticket_", late.GetProperty("error").GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bootloader_asks_and_is_answered_by_Debians_fastboot()
    {
        var fastboot = Tool.Fastboot();
        var (client, id) = await ActivatedAsync();
        client = await MailedCodes.LetGoAsync(Http, client, email, Password, id, erase: true, Ct);
        using var bootloader = Process.Start(new ProcessStartInfo(Program, ["phone", "boot", Path.Combine(Folder, "phone"), "--mode", "bootloader", "--port", "0", "--json"]) { RedirectStandardOutput = true })!;
        var port = JsonDocument.Parse((await bootloader.StandardOutput.ReadLineAsync(Ct))!).RootElement.GetProperty("port").GetInt32();
        Task<ToolResult> Run(params string[] arguments) => fastboot.RunAsync([.. new[] { "-s", string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{port}") }, .. arguments], Ct);

        // Nothing is taken before it has asked.
        await File.WriteAllBytesAsync(Answer, new byte[100], Ct);
        Assert.NotEqual(0, (await Run("stage", Answer)).ExitCode);
        Assert.NotEqual(0, (await Run("oem", "release")).ExitCode);

        var asked = await Run("oem", "release-challenge");
        Assert.True(asked.ExitCode == 0, asked.Text);
        Assert.Equal(0, (await Run("get_staged", Question)).ExitCode);
        var evidence = Base64Url.EncodeToString(await File.ReadAllBytesAsync(Question, Ct));

        // What is no ticket is refused, and only counts as a try.
        Assert.Equal(0, (await Run("stage", Answer)).ExitCode);
        var wrong = await Run("oem", "release");
        Assert.True(wrong.ExitCode != 0 && wrong.Text.Contains("refused", StringComparison.Ordinal), wrong.Text);

        var ticket = (await client.GetReleaseTicketAsync(new DeviceEvidence(evidence), Ct)).Ticket;
        await File.WriteAllBytesAsync(Answer, Base64Url.DecodeFromChars(ticket), Ct);
        Assert.Equal(0, (await Run("stage", Answer)).ExitCode);
        var released = await Run("oem", "release");
        Assert.True(released.ExitCode == 0, released.Text);
        await Run("reboot");
        await bootloader.WaitForExitAsync(Ct);
        Assert.Equal("wizard", State(await Phone.RunAsync("status", [])));
    }

    // Boots it where no server answers, and lets the test act between question and answer.
    private async Task<JsonElement> AskAsync(Func<Task> act, string? answer = null)
    {
        File.Delete(Question);
        File.Delete(Answer);
        var booting = Phone.RunAsync("boot", ["--server", "http://localhost:9", "--challenge-out", Question, "--ticket-in", Answer]);
        for (var waited = Stopwatch.StartNew(); !File.Exists(Question) && waited.Elapsed < TimeSpan.FromSeconds(30) && !booting.IsCompleted;)
        {
            await Task.Delay(20, Ct);
        }

        await act();
        if (answer is not null)
        {
            File.Move(await WrittenAsync(answer), Answer);
        }

        return await booting;
    }

    private async Task<string> WrittenAsync(string text)
    {
        var file = Path.Combine(Folder, "written");
        await File.WriteAllTextAsync(file, text, Ct);
        return file;
    }

    private async Task<(TenureClient Client, string Id)> ActivatedAsync()
    {
        await Phone.RunAsync("new", ["--server", Server]);
        var made = await Phone.RunAsync("boot", ["--register", email, "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"], ct => MailedCodes.NextAsync(Http, email, 0, ct));
        Assert.True(State(made) == "running", made.ToString());
        return (await MailedCodes.SignInAsync(Http, email, Password, Ct), made.GetProperty("deviceId").GetString()!);
    }

    private static string State(JsonElement report) => report.GetProperty("state").GetString()!;
}
