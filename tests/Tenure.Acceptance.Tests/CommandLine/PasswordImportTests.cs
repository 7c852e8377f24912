using System.Text.Json;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The operator makes a filter with the command line, and a server takes it.</summary>
public sealed class PasswordImportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-import");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_filter_is_made_in_the_words_of_the_terminal_and_a_server_starts_with_it()
    {
        var (list, filter) = (Path.Combine(folder.FullName, "list"), Path.Combine(folder.FullName, "filter"));
        await File.WriteAllTextAsync(list, "first leaked password\nsecond leaked password\n", Ct);
        var made = await RunAsync(["passwords", "import", list, "--out", filter]);
        Assert.True(made.ExitCode == 0, made.Text);
        Assert.Contains($"2 passwords are in {filter}", made.Text, StringComparison.Ordinal);

        var json = await RunAsync(["passwords", "import", list, "--out", filter, "--json"]);
        using var outcome = JsonDocument.Parse(json.Output.Trim().Split('\n')[^1]);
        Assert.Equal(2, outcome.RootElement.GetProperty("passwords").GetInt64());

        await using var server = new ServerProcess(Path.Combine(folder.FullName, "data"), ["--Passwords:Filter", filter]);
        await server.StartAsync(Ct);
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_an_error_and_no_filter()
    {
        var filter = Path.Combine(folder.FullName, "filter");
        var failed = await RunAsync(["passwords", "import", Path.Combine(folder.FullName, "missing"), "--out", filter]);
        Assert.Equal(1, failed.ExitCode);
        Assert.False(File.Exists(filter));
    }

    private static Task<ToolResult> RunAsync(string[] arguments) =>
        Tool.RunAsync("env", ["TENURE_SERVER=" + Programs.Server, "LC_ALL=C.UTF-8", Programs.CommandLine, .. arguments], Ct);
}
