using System.Text.Json.Nodes;
using Tenure.Device.Phone;
using Tenure.Device.Tests.Agent;

namespace Tenure.Cli.Tests.Phone;

/// <summary>A phone's folder, a server, and the command line between them.</summary>
internal sealed class PhoneBench : IDisposable
{
    public const string AnnaPassword = "correct horse battery";

    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("tenure-cli-");

    public ScriptedServer Server { get; } = new();

    public string Folder => Path.Combine(parent.FullName, "phone");

    public Dictionary<string, string> Environment { get; } = [];

    public async Task<(int Exit, string Out, string Error)> RunAsync(string command, string input = "")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        var streams = new CommandStreams(reader, output, error, IsTerminal: false, Environment.GetValueOrDefault, () => Server);
        var exit = await TenureCommand.RunAsync(Split(command), streams, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }

    public async Task<(int Exit, JsonNode Report)> JsonAsync(string command, string input = "")
    {
        var (exit, output, _) = await RunAsync(command + " --json", input);
        return (exit, JsonNode.Parse(output)!);
    }

    /// <summary>For a command that prints several lines.</summary>
    public async Task<List<JsonNode>> JsonLinesAsync(string command) =>
        [.. (await RunAsync(command + " --json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    public async Task NewAsync() => Assert.Equal(0, (await RunAsync($"phone new DIR --server {ScriptedServer.Issuer}")).Exit);

    public async Task ActivatedAsync()
    {
        await NewAsync();
        var (exit, _) = await JsonAsync($"phone boot DIR --trust-server --sign-in anna@example.org --password 'PASSWORD' --code {ScriptedServer.Code} --accept-terms");
        Assert.Equal(0, exit);
    }

    /// <summary>Destroys a part of the phone's disk.</summary>
    public void Destroy(string partition, long offset, int length)
    {
        using var disk = File.OpenWrite(PhoneDisk.FileOf(Folder, PhoneLayout.Find(partition)!.Unit));
        disk.Position = PhoneLayout.OffsetOf(partition) + offset;
        disk.Write(new byte[length]);
    }

    public void Dispose() => parent.Delete(recursive: true);

    private string[] Split(string command) =>
        [.. command.Split(' ').Select(word => word switch { "DIR" => Folder, "'PASSWORD'" => AnnaPassword, _ => word.Replace('_', ' ') })];
}
