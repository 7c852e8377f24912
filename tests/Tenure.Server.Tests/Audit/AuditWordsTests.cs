using System.Reflection;
using System.Text.RegularExpressions;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Audit;
using Tenure.Testing;

namespace Tenure.Server.Tests.Audit;

public sealed partial class AuditWordsTests
{
    [Fact]
    public void Every_reason_in_the_documentation_is_said_in_five_languages()
    {
        var page = File.ReadAllText(Repository.File("docs", "capabilities", "log.md"));
        var reasons = Row().Matches(page[page.IndexOf("| reason |", StringComparison.Ordinal)..]).SelectMany(row => Reason().Matches(row.Value)).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(24, reasons.Count);
        foreach (var reason in reasons)
        {
            var report = new AuditReport(1, 2, 0, 1, true, 3, [new AuditBreak("d", 1, reason, "not read")]);
            var said = Languages.All.Select(language => new AuditWords(language).Of(report).ElementAt(1)).ToList();
            Assert.Equal(Languages.All.Count, said.Distinct().Count());
        }
    }

    [Fact]
    public void Every_reason_that_the_server_can_give_is_in_the_documentation()
    {
        var page = File.ReadAllText(Repository.File("docs", "capabilities", "log.md"));
        var reasons = Directory.EnumerateFiles(Repository.File("src", "Tenure.Server", "Audit"), "*.cs", SearchOption.AllDirectories).SelectMany(file => Given().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value)
            .Concat(Enum.GetNames<Protocols.Log.LogBreakReason>().Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName)).Distinct().ToList();
        Assert.Superset(new HashSet<string>(["unreadable", "head_missing", "state_differs", "hash_differs", "leaf_differs", "entry_astray", "checkpoint_refused"]), reasons.ToHashSet());
        Assert.All(reasons, reason => Assert.Contains($"`{reason}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_event_of_a_device_is_in_the_documentation()
    {
        var page = File.ReadAllText(Repository.File("docs", "capabilities", "log.md"));
        var section = page[page.IndexOf("## Events", StringComparison.Ordinal)..page.IndexOf("## `tenure audit verify`", StringComparison.Ordinal)];
        var events = typeof(DeviceEvents).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.Contains(DeviceEvents.Sealed, events);
        Assert.All(events, name => Assert.Contains($"`{name}`", section, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| `.*? \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Reason();

    [GeneratedRegex("""(?:Broken\([^"]*|AuditBreak\([^"]*|Add\([^"]*|FindRowAsync\(\w+, )"([a-z_]+)",""")]
    private static partial Regex Given();
}
