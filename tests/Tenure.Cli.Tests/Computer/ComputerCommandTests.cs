using System.Globalization;
using System.Text.Json;
using Tenure.Cli.Tests.Flash;
using Tenure.Client.Flashing;
using Tenure.Flash.Tests;

namespace Tenure.Cli.Tests.Computer;

public sealed class ComputerCommandTests : IDisposable
{
    private static readonly DateTimeOffset Since = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly RestoreServer server = new();

    public ComputerCommandTests() =>
        folder.Write("session.json", JsonSerializer.Serialize(new { Server = "http://localhost:5080/", AccessToken = "A", ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) }));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Key => Path.Combine(folder.Path, "computer.key");

    [Fact]
    public async Task A_bound_computer_is_shown_with_the_devices_that_it_is_for()
    {
        server.Computer = new("bound", "C", new("C", "Desk", Since, Since, IsBound: true), MayBind: true);
        var (code, said) = await RunAsync("computer", "status", "--language", "en");
        Assert.Equal(0, code);
        Assert.Contains($"Desk is bound to your account since {At(Since)}. It may flash: Ada's (D1).", said, StringComparison.Ordinal);
        var answer = JsonDocument.Parse((await RunAsync("computer", "status", "--json")).Said).RootElement;
        Assert.Equal(("bound", "D1"), (answer.GetProperty("state").GetString(), answer.GetProperty("devices")[0].GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("waiting", "Desk waits since {0} and will be bound to your account on {1}.")]
    [InlineData("notBound", "This computer is not bound to your account. Run: tenure computer bind")]
    [InlineData("removed", "This computer was removed from your account on {0}.")]
    public async Task One_that_is_not_bound_says_why_and_what_to_do(string state, string words)
    {
        server.Computer = state switch
        {
            "waiting" => new("waiting", "C", new("C", "Desk", Since, Since.AddDays(1), IsBound: false), MayBind: true),
            "removed" => new("notBound", "C", null, MayBind: true, RemovedAt: Since),
            _ => new("notBound", "C", null, MayBind: true),
        };
        var (code, said) = await RunAsync("computer", "status", "--language", "en");
        Assert.Equal(0, code);
        Assert.Contains(string.Format(CultureInfo.InvariantCulture, words, At(Since), At(Since.AddDays(1))), said, StringComparison.Ordinal);

        // Only binding makes a key.
        Assert.False(File.Exists(Key));
    }

    [Fact]
    public async Task Unbinding_removes_it_at_the_server_and_its_key_here()
    {
        using var key = ComputerKey.Create();
        folder.Write("computer.key", key.Export());
        server.Computer = new("bound", key.Id, new(key.Id, "Desk", Since, Since, IsBound: true), MayBind: true);
        var (code, said) = await RunAsync("computer", "unbind", "--language", "de");
        Assert.True(code == 0 && said.Contains("Dieser Computer wurde von Ihrem Konto entfernt.", StringComparison.Ordinal), said);
        Assert.Contains($"DELETE computers/{key.Id}", server.Asked);
        Assert.False(File.Exists(Key));
    }

    [Theory]
    [InlineData("bound")]
    [InlineData("waiting")]
    public async Task While_a_workshop_has_the_computer_its_key_stays_and_the_workshop_is_named(string state)
    {
        using var key = ComputerKey.Create();
        folder.Write("computer.key", key.Export());
        var known = new ThisComputer(
            "bound", key.Id, new(key.Id, "Desk", Since, Since, IsBound: true), MayBind: true,
            [new("Left Corner", "notBound", null, null), new("Phone Corner", state, Since, Since.AddDays(1))]);
        server.Computer = known;
        var (code, said) = await RunAsync("computer", "unbind", "--language", "en");
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("tenure computer unbind --workshop \"Phone Corner\"", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Left Corner", said, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Asked, asked => asked.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.True(File.Exists(Key));

        // Removed for the workshop alone, it keeps the key for the account.
        Assert.Equal(0, (await RunAsync("computer", "unbind", "--workshop", "Phone Corner")).Code);
        Assert.True(File.Exists(Key));

        server.Computer = known with { Workshops = [new("Left Corner", "notBound", null, null), new("Phone Corner", "notBound", null, null)] };
        Assert.Equal(0, (await RunAsync("computer", "unbind")).Code);
        Assert.False(File.Exists(Key));
    }

    [Fact]
    public async Task Where_the_server_is_away_it_says_so()
    {
        folder.Write("session.json", JsonSerializer.Serialize(new { Server = "http://127.0.0.1:9/", AccessToken = "A", ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) }));
        foreach (var verb in (string[])["status", "bind", "unbind"])
        {
            var (code, said) = await RunAtAsync(null, "computer", verb, "--json");
            Assert.True(code == ExitCodes.NoNetwork && said.Contains("no_network", StringComparison.Ordinal), said);
        }
    }

    public void Dispose()
    {
        folder.Dispose();
        server.Dispose();
    }

    private static string At(DateTimeOffset time) => time.ToLocalTime().ToString("f", CultureInfo.GetCultureInfo("en"));

    private Task<(int Code, string Said)> RunAsync(params string[] args) => RunAtAsync(server, args);

    private async Task<(int Code, string Said)> RunAtAsync(RestoreServer? there, params string[] args)
    {
        var said = new StringWriter();
        var streams = new CommandStreams(
            TextReader.Null, said, said, IsTerminal: false, name => name == "TENURE_SESSION" ? Path.Combine(folder.Path, "session.json") : null, () => there is null ? new SocketsHttpHandler() : new KeptServer(there));
        return (await TenureCommand.RunAsync(args, streams, Ct), said.ToString());
    }
}
