using Tenure.Cli.Phone;
using Tenure.Device.Phone;
using Tenure.Device.Tests.Agent;

namespace Tenure.Cli.Tests.Phone;

/// <summary>What becomes of a phone that something is wrong with.</summary>
public sealed class FaultTests : IDisposable
{
    private const string SignIn = "phone boot DIR --trust-server --sign-in anna@example.org --password 'PASSWORD' --code " + ScriptedServer.Code + " --accept-terms";

    private readonly PhoneBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Faults_stay_until_they_are_mended_and_what_is_not_named_stays_as_it_is()
    {
        await bench.NewAsync();
        await bench.JsonAsync("phone fault DIR --network off --clock=-3d --power-cut 17 --damage erase-unit");

        var (exit, faults) = await bench.JsonAsync("phone fault DIR --disk full");

        Assert.Equal(0, exit);
        Assert.Equal("""{"powerCut":17,"damage":"erase-unit","network":"off","disk":"full","clock":-259200}""", faults.ToJsonString());
        Assert.Equal("""{"damage":"prefix","network":"on","disk":"free","clock":0}""", (await bench.JsonAsync("phone fault DIR --clear")).Report.ToJsonString());
        Assert.Equal(["--network on", "--disk free", "--clock=0s"], (await bench.RunAsync("phone fault DIR")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Theory]
    [InlineData("--network slow")]
    [InlineData("--disk half")]
    [InlineData("--damage all")]
    [InlineData("--power-cut -1")]
    [InlineData("--clock=tomorrow")]
    [InlineData("--clock=3")]
    [InlineData("--clock=99999999999999999d")]
    public async Task A_fault_that_does_not_exist_changes_nothing(string fault)
    {
        await bench.NewAsync();

        Assert.Equal(ExitCodes.Usage, (await bench.RunAsync($"phone fault DIR --network off {fault}")).Exit);

        Assert.False(File.Exists(Path.Combine(bench.Folder, "faults.json")));
    }

    [Theory]
    [InlineData("prefix")]
    [InlineData("nothing")]
    [InlineData("erase-unit")]
    public async Task The_power_fails_once_and_the_next_boot_goes_on(string damage)
    {
        await bench.NewAsync();
        await bench.RunAsync($"phone fault DIR --power-cut 200000 --damage {damage}");

        Assert.Equal(ExitCodes.PowerCut, (await bench.RunAsync(SignIn)).Exit);
        var (exit, report) = await bench.JsonAsync(SignIn);

        Assert.Equal(0, exit);
        Assert.Equal("running", report["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_locked_phone_without_a_network_stays_locked()
    {
        await bench.ActivatedAsync();
        await bench.RunAsync("phone wipe DIR");
        await bench.RunAsync("phone fault DIR --network off");

        var (exit, report) = await bench.JsonAsync(SignIn);

        Assert.Equal(ExitCodes.Locked, exit);
        Assert.Equal("no_network", report["error"]!["code"]!.GetValue<string>());
        Assert.Equal("locked", report["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task On_a_silent_line_a_request_ends_only_when_the_phone_gives_it_up()
    {
        using var line = new HttpMessageInvoker(FaultyLink.Of(LinkFault.Silent, () => throw new InvalidOperationException("It has no other line.")));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost/");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var answer = line.SendAsync(request, patience.Token);
        Assert.NotEqual(answer, await Task.WhenAny(answer, Task.Delay(200, TestContext.Current.CancellationToken)));
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_full_phone_says_so_and_its_lock_holds()
    {
        await bench.ActivatedAsync();
        await bench.RunAsync("phone wipe DIR");
        await bench.RunAsync("phone fault DIR --disk full");

        var (exit, report) = await bench.JsonAsync(SignIn);

        Assert.Equal(ExitCodes.StorageFull, exit);
        Assert.Equal("storage_full", report["error"]!["code"]!.GetValue<string>());
        Assert.Equal("locked", (await bench.JsonAsync("phone status DIR")).Report["state"]!.GetValue<string>());
        await bench.RunAsync("phone fault DIR --disk free");
        Assert.Equal(0, (await bench.RunAsync(SignIn)).Exit);
    }

    [Theory]
    [InlineData("-3650d")]
    [InlineData("+3650d")]
    public async Task A_wrong_clock_changes_nothing_about_the_lock(string offset)
    {
        await bench.NewAsync();
        await bench.RunAsync($"phone fault DIR --clock={offset}");

        Assert.Equal(0, (await bench.RunAsync(SignIn)).Exit);

        await bench.RunAsync("phone wipe DIR");
        Assert.Equal(ExitCodes.Locked, (await bench.RunAsync("phone boot DIR")).Exit);
        Assert.Equal(0, (await bench.RunAsync(SignIn)).Exit);
    }
}
