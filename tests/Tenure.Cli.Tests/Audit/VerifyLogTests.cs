using System.Text.Json.Nodes;
using Tenure.Protocols.Log;

namespace Tenure.Cli.Tests.Audit;

public sealed class VerifyLogTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("en", "The log holds: 2 entries.")]
    [InlineData("zh-CN", "日志完好：共 2 条记录。")]
    [InlineData("es-MX", "El registro está íntegro: 2 entradas.")]
    public async Task A_whole_log_holds_in_words_of_the_language_asked_for(string language, string words)
    {
        await WriteAsync("enrolled", "activated");

        Assert.Equal((0, words), await RunAsync("audit", "verify", file, "--language", language));
    }

    [Theory]
    [InlineData("en", "The log is broken at entry 1: the entry was changed after it was hashed")]
    [InlineData("de", "Das Protokoll ist bei Eintrag 1 beschädigt: Der Eintrag wurde geändert, nachdem sein Hash gebildet war")]
    [InlineData("ru", "Журнал нарушен на записи 1: запись изменена после вычисления её хеша")]
    public async Task A_changed_log_is_broken_in_words_of_the_language_asked_for(string language, string words)
    {
        await WriteAsync("enrolled", "activated");
        await ReplaceAsync("activated", "activatec");

        Assert.Equal((ExitCodes.Failed, words), await RunAsync("audit", "verify", file, "--language", language));
    }

    [Fact]
    public async Task What_is_no_log_is_said_to_be_none_and_the_reason_is_in_the_detail()
    {
        await File.WriteAllTextAsync(file, "{}\n", TestContext.Current.CancellationToken);

        var (exit, output) = await RunAsync("audit", "verify", file, "--language", "en", "--json");

        Assert.Equal(ExitCodes.Failed, exit);
        var error = JsonNode.Parse(output)!["error"]!;
        Assert.Equal(("log_broken", "The log is broken at entry 0: this is not a line of a log"), ((string?)error["code"], (string?)error["message"]));
        Assert.NotNull(error["detail"]);
    }

    [Fact]
    public async Task Where_a_root_is_asked_for_only_a_proof_can_hold()
    {
        await WriteAsync("enrolled", "activated");

        var (exit, output) = await RunAsync("audit", "verify", file, "--fingerprint", new string('0', 32), "--json");
        var without = await RunAsync("audit", "verify", "--fingerprint", new string('0', 32), "--json");

        Assert.Equal((ExitCodes.Failed, "no_proof"), (exit, (string?)JsonNode.Parse(output)!["error"]!["code"]));
        Assert.DoesNotContain("holds", output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Failed, "no_proof"), (without.Exit, (string?)JsonNode.Parse(without.Said)!["error"]!["code"]));
        Assert.Equal(
            (ExitCodes.Failed, "Nothing was checked: a fingerprint is compared with the root of a proof, and this is no proof."),
            await RunAsync("audit", "verify", file, "--fingerprint", new string('0', 32), "--language", "en"));
    }

    [Fact]
    public async Task A_log_without_an_entry_does_not_hold()
    {
        var (exit, output) = await RunAsync("audit", "verify", file, "--json");

        Assert.Equal((ExitCodes.Failed, "log_empty"), (exit, (string?)JsonNode.Parse(output)!["error"]!["code"]));
    }

    [Fact]
    public async Task A_language_that_is_not_ours_is_a_wrong_command_line() =>
        Assert.Equal(ExitCodes.Usage, (await RunAsync("audit", "verify", file, "--language", "tlh")).Exit);

    private static async Task<(int Exit, string Said)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter();
        var streams = new CommandStreams(TextReader.Null, said, said, IsTerminal: false, _ => null, () => new HttpClientHandler());
        return (await TenureCommand.RunAsync(arguments, streams, TestContext.Current.CancellationToken), said.ToString().Trim());
    }

    private async Task WriteAsync(params string[] events)
    {
        await using var stream = File.Create(file);
        var previous = LogChain.Start;
        for (var i = 0; i < events.Length; i++)
        {
            var salt = new byte[LogChain.SaltSize];
            var entry = new LogEntry
            {
                DeviceRef = new byte[LogChain.RefSize],
                Sequence = i,
                Previous = previous,
                Event = events[i],
                At = DateTimeOffset.UnixEpoch,
                Commitment = LogChain.Commit(salt, "{}"u8),
            };
            previous = LogChain.Hash(entry);
            await LogExport.WriteAsync(stream, new LogLine { Entry = entry, Hash = previous, Salt = salt, Details = "{}" }, TestContext.Current.CancellationToken);
        }
    }

    private async Task ReplaceAsync(string old, string with) => await File.WriteAllTextAsync(
        file,
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace(old, with, StringComparison.Ordinal),
        TestContext.Current.CancellationToken);
}
