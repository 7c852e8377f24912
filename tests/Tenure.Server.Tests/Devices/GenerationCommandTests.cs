using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Tenure.Client;
using Tenure.Server.Audit;
using Tenure.Testing;

namespace Tenure.Server.Tests.Devices;

/// <summary>What an operator calls once after a restore from a backup.</summary>
public sealed class GenerationCommandTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("tenure-generation").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task A_generation_begins_is_what_the_server_says_from_then_on_and_stands_in_the_operators_log()
    {
        var before = await GenerationAsync();
        Assert.Equal(before, await GenerationAsync());

        var begun = await RunAsync(0, "start", "--json");

        using var said = JsonDocument.Parse(begun.Output.Trim());
        Assert.Equal((2, 0), (said.RootElement.GetProperty("number").GetInt32(), said.RootElement.GetProperty("devices").GetInt32()));
        Assert.NotEqual(before, await GenerationAsync());
        Assert.Contains("Generation 3 hat begonnen", (await RunAsync(0, "start", "--language", "de")).Output, StringComparison.Ordinal);
        await using var report = new StringWriter();
        Assert.Equal(0, await AuditVerify.RunAsync(["--data", data, "--language", "en"], new ConfigurationBuilder().Build(), report, Ct));
        Assert.Matches(@"acts\s+2\b", report.ToString());
    }

    [Fact]
    public async Task Wrong_words_begin_nothing()
    {
        foreach (var wrong in (string[][])[[], ["stop"], ["start", "now"], ["start", "--data"]])
        {
            await RunAsync(2, wrong);
        }

        using var said = JsonDocument.Parse((await RunAsync(0, "start", "--json")).Output.Trim());
        Assert.Equal(2, said.RootElement.GetProperty("number").GetInt32());
    }

    private async Task<string> GenerationAsync()
    {
        await using var server = new ServerProcess(data);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        return (await new TenureClient(http).GetIdentityAsync(Ct)).Generation;
    }

    private async Task<ToolResult> RunAsync(int exitCode, params string[] arguments)
    {
        var result = await Tool.RunAsync(Programs.Server, ["generation", .. arguments, "--data", data], Ct);
        Assert.True(result.ExitCode == exitCode, result.Text);
        return result;
    }
}
