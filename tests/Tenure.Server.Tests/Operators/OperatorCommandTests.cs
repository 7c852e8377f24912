using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Tenure.Server.Audit;
using Tenure.Testing;

namespace Tenure.Server.Tests.Operators;

/// <summary>The server's own program, as somebody on its machine calls it.</summary>
public sealed class OperatorCommandTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("tenure-operators").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task The_first_operator_is_made_before_the_first_start_and_the_next_beside_a_running_server()
    {
        var first = await RunAsync(0, "create", "Ada", "--language", "de");
        Assert.Contains("Betreiber ada ist angelegt", first.Output, StringComparison.Ordinal);
        Assert.Matches("[2-9a-z]{5}(-[2-9a-z]{5}){4}", first.Output);

        await using (var server = new ServerProcess(data))
        {
            await server.StartAsync(Ct);
            var second = await RunAsync(0, "create", "grace", "--json");
            using var made = JsonDocument.Parse(second.Output.Trim());
            Assert.Equal(("grace", 29), (made.RootElement.GetProperty("name").GetString(), made.RootElement.GetProperty("secret").GetString()!.Length));
            await RunAsync(0, "disable", "ada");
        }

        var list = await RunAsync(0, "list", "--json");
        using var all = JsonDocument.Parse(list.Output.Trim());
        Assert.Equal([("ada", true), ("grace", false)], all.RootElement.EnumerateArray().Select(o => (o.GetProperty("name").GetString(), o.GetProperty("disabledAt").ValueKind == JsonValueKind.String)));

        await using var report = new StringWriter();
        Assert.Equal(0, await AuditVerify.RunAsync(["--data", data, "--language", "en"], new ConfigurationBuilder().Build(), report, Ct));
        Assert.Matches(@"acts +3\b", report.ToString());
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_and_changes_nothing()
    {
        await RunAsync(0, "create", "ada");
        Assert.Contains("There is or was an operator of this name", (await RunAsync(1, "create", "ADA", "--language", "en")).Output, StringComparison.Ordinal);
        Assert.Contains("operator_name_malformed", (await RunAsync(1, "create", "über", "--json")).Output, StringComparison.Ordinal);
        Assert.Contains("Es gibt keinen Betreiber grace", (await RunAsync(1, "disable", "grace", "--language", "de")).Output, StringComparison.Ordinal);
        foreach (var wrong in (string[][])[[], ["create"], ["create", "a", "b"], ["drop", "ada"], ["create", "grace", "--password", "on the command line"], ["list", "x"], ["passkey", "ada"], ["passkey", "--remove"], ["list", "--remove"]])
        {
            await RunAsync(2, wrong);
        }

        using var all = JsonDocument.Parse((await RunAsync(0, "list", "--json")).Output.Trim());
        Assert.Single(all.RootElement.EnumerateArray());
    }

    [Fact]
    public async Task Who_lost_their_passkeys_has_them_taken_away_here_and_that_is_in_the_log()
    {
        await RunAsync(0, "create", "ada");
        using var taken = JsonDocument.Parse((await RunAsync(0, "passkey", "Ada", "--remove", "--json")).Output.Trim());
        Assert.Equal(0, taken.RootElement.GetProperty("passkeys").GetInt32());
        Assert.Contains("Passkeys sind weggenommen", (await RunAsync(0, "passkey", "ada", "--remove", "--language", "de")).Output, StringComparison.Ordinal);
        Assert.Contains("Es gibt keinen Betreiber grace", (await RunAsync(1, "passkey", "grace", "--remove", "--language", "de")).Output, StringComparison.Ordinal);
        await using var report = new StringWriter();
        Assert.Equal(0, await AuditVerify.RunAsync(["--data", data, "--language", "en"], new ConfigurationBuilder().Build(), report, Ct));
        Assert.Matches(@"acts +3\b", report.ToString());
    }

    [Fact]
    public async Task A_password_is_read_from_standard_input_and_kept_to_the_rules()
    {
        Assert.Equal(1, (await PipeAsync("short")).ExitCode);
        Assert.Equal(1, (await PipeAsync("")).ExitCode);
        var made = await PipeAsync("seven lanterns over the quay");
        Assert.True(made.ExitCode == 0, made.Text);
        Assert.DoesNotContain("seven lanterns", made.Text, StringComparison.Ordinal);
    }

    private Task<ToolResult> PipeAsync(string password) => Tool.RunAsync(
        "sh", ["-c", "printf '%s\\n' \"$1\" | \"$2\" operator create ada --ask --data \"$3\"", "sh", password, Programs.Server, data], Ct);

    private async Task<ToolResult> RunAsync(int exit, params string[] arguments)
    {
        var ran = await Tool.RunAsync(Programs.Server, ["operator", .. arguments, "--data", data], Ct);
        Assert.True(ran.ExitCode == exit, $"{string.Join(' ', arguments)}: {ran.ExitCode}\n{ran.Text}");
        return ran;
    }
}
