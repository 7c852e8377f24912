using System.Text.Json.Nodes;
using Tenure.Device.Tests.Agent;

namespace Tenure.Cli.Tests.Phone;

/// <summary>Cases, the screen lock and release codes at a phone's screens.</summary>
public sealed class PhoneCaseTests : IDisposable
{
    private const string Number = "7K3MQ-9XV2D";

    private readonly PhoneBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_locked_phone_opens_a_release_case_and_shows_how_it_stands()
    {
        await LockedAsync();
        var (waits, asked) = await bench.JsonAsync("phone boot DIR --ask-release --contact mara@example.org");
        Assert.Equal((ExitCodes.CodeNeeded, "code_needed", "draft"), (waits, Error(asked), Case(asked, "state")));
        var (_, handedIn) = await bench.JsonAsync($"phone boot DIR --ask-release --code {ScriptedServer.Code}");
        Assert.Equal(("release", "submitted", "locked"), (Case(handedIn, "kind"), Case(handedIn, "state"), handedIn["state"]!.GetValue<string>()));
        Assert.Contains("case_submitted", Events(handedIn));

        bench.Server.CaseState = "announced";
        var (_, shown, _) = await bench.RunAsync("phone boot DIR --ask-release");
        Assert.Contains($"Case {Number}: announced, waiting", shown, StringComparison.Ordinal);
        Assert.Contains("Not before 1/15/1970", shown, StringComparison.Ordinal);
        bench.Server.CaseState = "refused";
        Assert.Equal("refused", Case((await bench.JsonAsync("phone boot DIR --ask-release")).Report, "state"));
        // One that is over is forgotten.
        Assert.Null((await bench.JsonAsync("phone boot DIR --ask-release")).Report["case"]);
    }

    [Fact]
    public async Task A_release_that_was_granted_says_on_the_phone_that_it_erases_itself_and_until_when()
    {
        await LockedAsync();
        await bench.JsonAsync($"phone boot DIR --ask-release --contact mara@example.org --code {ScriptedServer.Code}");
        bench.Server.CaseState = "granted";
        var (_, shown, _) = await bench.RunAsync("phone boot DIR --ask-release");
        Assert.Contains($"Case {Number}: granted", shown, StringComparison.Ordinal);
        Assert.Contains("before 1/31/1970", shown, StringComparison.Ordinal);
        Assert.Contains("it erases all its data and is free", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_phone_asks_for_an_account_and_gives_what_was_granted_to_nobody()
    {
        await LockedAsync();
        var (_, report) = await bench.JsonAsync($"phone boot DIR --recover anna@example.org --contact mara@example.org --code {ScriptedServer.Code}");
        Assert.Equal(("recovery", "submitted", false), (bench.Server.CaseKind, Case(report, "state"), bench.Server.CaseUnlocked));
        bench.Server.CaseState = "offered";
        // Whoever has the phone by then sees it, and needs the letter to take it.
        var (_, shown) = await bench.JsonAsync("phone boot DIR --recover anna@example.org --password 'PASSWORD'");
        Assert.Equal(("offered", "offered"), (Case(shown, "state"), bench.Server.CaseState));
    }

    [Fact]
    public async Task A_running_phone_says_that_its_screen_was_unlocked_for_this_case()
    {
        await bench.ActivatedAsync();
        await bench.JsonAsync("phone boot DIR --new-screen-code 4711");
        var (_, report) = await bench.JsonAsync($"phone boot DIR --screen-code 4711 --recover anna@example.org --contact mara@example.org --code {ScriptedServer.Code}");
        Assert.True(bench.Server.CaseUnlocked);
        Assert.Contains("case_signed", Events(report));
    }

    [Fact]
    public async Task A_real_device_tells_a_script_of_its_case_and_of_those_of_others()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the agent.");
        const string Screen = "agent screen DIR --model Slate --serial S-77";
        var (activated, first) = await bench.JsonAsync($"{Screen} --server {ScriptedServer.Issuer} --trust-server --sign-in anna@example.org --password 'PASSWORD' --code {ScriptedServer.Code} --accept-terms");
        Assert.True(activated == 0, first.ToJsonString());
        await bench.JsonAsync($"{Screen} --new-screen-code 4711");
        var (_, report) = await bench.JsonAsync($"{Screen} --screen-code 4711 --recover anna@example.org --contact mara@example.org --code {ScriptedServer.Code}");
        Assert.Equal((Number, "recovery", "submitted"), (Case(report, "number"), Case(report, "kind"), Case(report, "state")));

        bench.Server.AnnouncedCases.Add(Number);
        var (_, opened) = await bench.JsonAsync($"{Screen} --screen-code 4711");
        Assert.Equal(Number, opened["cases"]![0]!["number"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_others_ask_shows_on_the_unlocked_screen_alone_and_is_objected_to_there()
    {
        await bench.ActivatedAsync();
        bench.Server.AnnouncedCases.Add(Number);
        // Without a screen lock nobody showed anything.
        Assert.Null((await bench.JsonAsync("phone boot DIR")).Report["cases"]);
        var (_, set) = await bench.JsonAsync("phone boot DIR --new-screen-code 4711");
        Assert.Contains("screen_lock_set", Events(set));

        foreach (var options in new[] { "", " --screen-code 4712", $" --object {Number}" })
        {
            var (exit, locked) = await bench.JsonAsync("phone boot DIR" + options);
            Assert.Equal((ExitCodes.Locked, "screen_locked"), (exit, Error(locked)));
            Assert.Null(locked["cases"]);
        }

        Assert.Empty(bench.Server.Objections);
        var (done, report) = await bench.JsonAsync($"phone boot DIR --screen-code 4711 --object {Number}");
        Assert.Equal((0, Number), (done, report["cases"]![0]!["number"]!.GetValue<string>()));
        Assert.Contains("case_contested", Events(report));
        Assert.Equal("7K3MQ9XV2D", Assert.Single(bench.Server.Objections));
        var (_, said, error) = await bench.RunAsync("phone boot DIR --screen-code 4711");
        Assert.Contains($"Case {Number}", said + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sealed_phone_takes_its_release_code_on_the_lock_screen_and_erases()
    {
        await LockedAsync();
        bench.Server.Lose("Please call", null);
        Assert.Equal("lost", (await bench.JsonAsync("phone boot DIR")).Report["state"]!.GetValue<string>());
        bench.Server.ReleaseCode = "7K3M-Q9XV-2D7K-3MQ9-XV2D-7K3M-Q9";
        var (_, wrong) = await bench.JsonAsync("phone boot DIR --release-code 0000-0000-0000-0000-0000-0000-00");
        Assert.Equal(("lost", "not_sealed"), (wrong["state"]!.GetValue<string>(), Error(wrong)));
        var (exit, free) = await bench.JsonAsync("phone boot DIR --release-code 7K3M-Q9XV-2D7K-3MQ9-XV2D-7K3M-Q9");
        Assert.Equal((ExitCodes.Wizard, "wizard"), (exit, free["state"]!.GetValue<string>()));
        Assert.Contains("released", Events(free));
    }

    private async Task LockedAsync()
    {
        await bench.ActivatedAsync();
        await bench.RunAsync("phone wipe DIR");
    }

    private static string? Error(JsonNode report) => report["error"]?["code"]?.GetValue<string>();

    private static string? Case(JsonNode report, string member) => report["case"]?[member]?.GetValue<string>();

    private static IEnumerable<string> Events(JsonNode report) => report["events"]!.AsArray().Select(e => e!.GetValue<string>());
}
