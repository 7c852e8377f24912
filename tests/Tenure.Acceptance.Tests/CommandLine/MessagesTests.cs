using System.Text.Json;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The operator looks how mails and SMS stand, beside the running server.</summary>
public sealed class MessagesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-messages");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_mail_that_waits_is_counted_and_not_named()
    {
        await using var server = new ServerProcess(folder.FullName);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var body = new StringContent("""{"email":"somebody@example.org","language":"en"}""", System.Text.Encoding.UTF8, "application/json");
        using var asked = await http.PostAsync(new Uri("/api/v1/registrations", UriKind.Relative), body, Ct);
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync(Ct));

        var words = await RunAsync("--data", folder.FullName, "--language", "de");
        Assert.True(words.ExitCode == 0, words.Text);
        Assert.Contains("wartend", words.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", words.Text, StringComparison.Ordinal);

        var json = await RunAsync("--data", folder.FullName, "--json");
        Assert.True(json.ExitCode == 0, json.Text);
        Assert.Equal(1, JsonDocument.Parse(json.Output).RootElement.GetProperty("mail").GetProperty("waiting").GetInt32());
    }

    [Fact]
    public async Task Without_a_database_there_is_nothing_to_show() => Assert.Equal(2, (await RunAsync("--data", Path.Combine(folder.FullName, "nowhere"))).ExitCode);

    private static Task<ToolResult> RunAsync(params string[] arguments) =>
        Tool.RunAsync("env", ["TENURE_SERVER=" + Programs.Server, "LC_ALL=C.UTF-8", Programs.CommandLine, "messages", .. arguments], Ct);
}
