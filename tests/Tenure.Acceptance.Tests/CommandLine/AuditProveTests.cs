using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The real command line proves out of a server's folder, and checks what it wrote without it.</summary>
public sealed class AuditProveTests(StoryServer server) : CommandLineStory(server), IClassFixture<StoryServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string Data => ServerData;

    private string Proof => Path.Combine(Folder, "device.proof");

    [Fact]
    public async Task What_prove_writes_is_what_verify_takes_and_one_bit_flipped_in_each_of_twelve_parts_is_refused()
    {
        var device = await NewHeldPhoneAsync();

        var proven = await ProveAsync(device, entries: 3);
        var fingerprint = proven.GetProperty("fingerprint").GetString()!;
        var verified = await RunAsync("audit", "verify", Proof, "--fingerprint", fingerprint, "--json");
        var another = await RunAsync("audit", "verify", Proof, "--fingerprint", new string('0', 32), "--json");

        Assert.True(verified.ExitCode == 0, verified.Text);
        var report = JsonDocument.Parse(verified.Output).RootElement;
        Assert.Equal(
            (true, 3, proven.GetProperty("size").GetInt64(), fingerprint, true),
            (report.GetProperty("holds").GetBoolean(), report.GetProperty("entries").GetInt32(), report.GetProperty("size").GetInt64(), report.GetProperty("fingerprint").GetString(), report.GetProperty("compared").GetBoolean()));
        Assert.Equal((1, "other_root"), (another.ExitCode, ErrorOf(another)));
        var good = await File.ReadAllBytesAsync(Proof, Ct);
        for (var part = 0; part < 12; part++)
        {
            var at = (good.Length * part / 12) + (part * 7);
            var changed = good.ToArray();
            changed[at] ^= 1;
            await File.WriteAllBytesAsync(Proof, changed, Ct);
            var refused = await RunAsync("audit", "verify", Proof, "--json");
            Assert.True(refused.ExitCode == 1 && ErrorOf(refused) == "log_broken", string.Create(CultureInfo.InvariantCulture, $"byte {at}: {refused.Text}"));
        }
    }

    [Fact]
    public async Task One_event_is_proven_by_its_number_and_what_is_not_there_leaves_no_file()
    {
        var device = await NewHeldPhoneAsync();
        await ProveAsync(device, entries: 3);
        File.Delete(Proof);

        var one = await RunAsync("audit", "prove", "1", Proof, "--data", Data, "--json");
        var verified = await RunAsync("audit", "verify", Proof, "--json");
        File.Delete(Proof);
        var nothing = await RunAsync("audit", "prove", "nothing-like-it", Proof, "--data", Data, "--json");
        var nowhere = await RunAsync("audit", "prove", device, Proof, "--data", Path.Combine(Folder, "nowhere"), "--json");

        Assert.True(one.ExitCode == 0 && verified.ExitCode == 0, one.Text + verified.Text);
        Assert.Equal(1, JsonDocument.Parse(verified.Output).RootElement.GetProperty("entries").GetInt32());
        Assert.Equal((1, "nothing_to_prove"), (nothing.ExitCode, ErrorOf(nothing)));
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Empty(Directory.GetFiles(Folder, "device.proof*"));
    }

    private async Task<string> NewHeldPhoneAsync()
    {
        var email = $"p{Guid.CreateVersion7():N}@example.org";
        var phone = new KillablePhone(Path.Combine(Folder, "phone"));
        await phone.RunAsync("new", ["--server", Server]);
        var held = await phone.RunAsync("boot", ["--register", email, "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"], ct => MailedCodes.NextAsync(Http, email, 0, ct));
        Assert.True(held.GetProperty("state").GetString() == "running", held.ToString());
        return held.GetProperty("deviceId").GetString()!;
    }

    // The log takes up what happened about a second later.
    private async Task<JsonElement> ProveAsync(string device, int entries)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(200, Ct))
        {
            var proven = await RunAsync("audit", "prove", device, Proof, "--data", Data, "--json");
            if (proven.ExitCode == 0 && JsonDocument.Parse(proven.Output).RootElement is var report && report.GetProperty("entries").GetInt32() == entries)
            {
                return report;
            }

            Assert.True(waited.Elapsed < Patience, proven.Text);
        }
    }

    private static string? ErrorOf(ToolResult result) => JsonDocument.Parse(result.Output).RootElement.GetProperty("error").GetProperty("code").GetString();

    private static Task<ToolResult> RunAsync(params string[] arguments) => Tool.RunAsync(Program, arguments, Ct);
}
