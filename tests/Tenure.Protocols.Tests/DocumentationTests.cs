using System.Text.RegularExpressions;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests;

/// <summary>The tables of docs/protocols against the code.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Tickets = Page("tickets.md");

    [Fact]
    public void Every_code_of_tickets_is_in_its_table_and_no_other()
    {
        var documented = CodeRow().Matches(Tickets).Select(row => $"{row.Groups[1]} {row.Groups[2]}");
        var codes = Enum.GetValues<ProtocolErrorCode>().Where(code => (int)code < 50).Select(code => $"{(int)code} {code}");

        Assert.Equal(codes, documented);
    }

    [Fact]
    public void Every_claim_key_is_in_a_table()
    {
        var keys = typeof(ClaimKeys).GetFields().Select(field => $"{field.GetRawConstantValue()}");

        Assert.All(keys, key => Assert.Matches($@"(\| {key} \||\({key}[:)])", Tickets + Page("log.md") + Page("manifests.md") + Page("firmware.md")));
    }

    [Fact]
    public void Every_purpose_and_action_is_named_with_its_number()
    {
        Assert.All(Enum.GetValues<EvidencePurpose>(), purpose => Named(purpose, (int)purpose));
        Assert.All(Enum.GetValues<TicketAction>(), action => Named(action, (int)action));
        Assert.All(Enum.GetValues<SignerPurpose>(), purpose => Named(purpose, (int)purpose));

        static void Named<T>(T value, int number)
            where T : struct, Enum => Assert.Matches($@"\b{number} {value.ToString().ToLowerInvariant()}\b", Tickets);
    }

    [Fact]
    public void The_table_of_evidence_and_tickets_is_the_codes()
    {
        var table = AnswerRow().Matches(Tickets[Tickets.IndexOf("### Which evidence", StringComparison.Ordinal)..Tickets.IndexOf("## Signer certificate", StringComparison.Ordinal)])
            .Skip(1) // Its head.
            .SelectMany(row => row.Groups[2].Value.Split(", ").Select(action => (row.Groups[1].Value, action)));
        var code = Enum.GetValues<EvidencePurpose>().SelectMany(
            purpose => Enum.GetValues<TicketAction>().Where(action => EvidenceAnswers.MayAnswer(purpose, action)).Select(action => (purpose.ToString().ToLowerInvariant(), action.ToString().ToLowerInvariant())));

        Assert.Equal(code.Order(), table.Order());
    }

    // What a device may be ordered, it can ask for.
    [Fact]
    public void Every_action_with_content_answers_something() => Assert.All(
        Enum.GetValues<TicketAction>().Where(action => action is not TicketAction.Rekey),
        action => Assert.Contains(Enum.GetValues<EvidencePurpose>(), purpose => EvidenceAnswers.MayAnswer(purpose, action)));

    [Fact]
    public void Every_reason_of_a_broken_log_is_in_its_table() =>
        Assert.All(Enum.GetNames<LogBreakReason>(), reason => Assert.Contains($"| {reason} |", Page("log.md"), StringComparison.Ordinal));

    [GeneratedRegex(@"^\| (\d+) \| ([A-Z]\w+) \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();

    [GeneratedRegex(@"^\| ([a-z]+) \| ([a-z, ]+) \|$", RegexOptions.Multiline)]
    private static partial Regex AnswerRow();

    private static string Page(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", name));
}
