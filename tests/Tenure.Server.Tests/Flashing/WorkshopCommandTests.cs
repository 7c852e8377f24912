using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Tenure.Server.Audit;
using Tenure.Testing;

namespace Tenure.Server.Tests.Flashing;

/// <summary>The server's own program, as an operator calls it.</summary>
public sealed class WorkshopCommandTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("tenure-workshops").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task An_operator_makes_a_workshop_and_removes_it_and_both_are_in_the_log()
    {
        Assert.Contains("keine Werkst", await RunAsync(0, "list", "--language", "de"), StringComparison.Ordinal);
        Assert.Equal("Phone Corner", (await JsonAsync("add", "Phone Corner")).GetProperty("workshop").GetString());
        // Capitals make no other name.
        Assert.Contains("already", await RunAsync(1, "add", "phone corner", "--language", "en"), StringComparison.Ordinal);
        Assert.Contains("4081773902", await RunAsync(1, "member", "add", "Phone Corner", "4081773902", "--head", "--language", "en"), StringComparison.Ordinal);
        var listed = Assert.Single((await JsonAsync("list")).EnumerateArray());
        Assert.Equal(("Phone Corner", JsonValueKind.Null), (listed.GetProperty("name").GetString(), listed.GetProperty("removedAt").ValueKind));
        Assert.Contains("Phone Corner", await RunAsync(0, "remove", "Phone Corner", "--language", "ru"), StringComparison.Ordinal);
        await RunAsync(1, "remove", "Phone Corner");
        await RunAsync(2, "add");
        await RunAsync(0, "add", "Phone Corner");

        await using var report = new StringWriter();
        Assert.Equal(0, await AuditVerify.RunAsync(["--data", data, "--language", "en"], new ConfigurationBuilder().Build(), report, Ct));
        Assert.Matches(@"acts +3\b", report.ToString());
    }

    private async Task<JsonElement> JsonAsync(params string[] words) => JsonDocument.Parse((await RunAsync(0, [.. words, "--json"])).Trim().Split('\n')[^1]).RootElement;

    private async Task<string> RunAsync(int exit, params string[] words)
    {
        var ran = await Tool.RunAsync(Programs.Server, ["workshop", .. words, "--data", data], Ct);
        Assert.True(ran.ExitCode == exit, $"{string.Join(' ', words)}: {ran.ExitCode}\n{ran.Text}");
        return ran.Output;
    }
}
