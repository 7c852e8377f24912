using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tenure.Domain.Accounts;
using Tenure.Testing;

namespace Tenure.Server.Tests.Platform;

/// <summary>Every refusal that the code can say is explained in docs/problems.md and said in five languages.</summary>
public sealed partial class ProblemsPageTests
{
    private static readonly string[] Codes =
    [
        .. new[] { "Tenure.Domain", "Tenure.Server" }
            .SelectMany(project => Directory.EnumerateFiles(Repository.File("src", project), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Refused().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> EveryLanguage => [.. Languages.All];

    [Fact]
    public void The_page_lists_every_code_and_no_other()
    {
        Assert.Contains("sign_in_failed", Codes);
        Assert.Equal(Codes, Row().Matches(File.ReadAllText(Repository.File("docs", "problems.md"))).Select(match => match.Groups["code"].Value));
    }

    [Theory]
    [MemberData(nameof(EveryLanguage))]
    public void Every_code_is_said_in_every_language(string language)
    {
        // The neutral file is the English one.
        var tag = language == Languages.Default ? "" : "." + language;
        var texts = XDocument.Load(Repository.File("src", "Tenure.Server", "Platform", "Texts", $"Refusals{tag}.resx"))
            .Root!.Elements("data").Select(data => data.Attribute("name")!.Value);
        Assert.Empty(Codes.Except(texts));
    }

    // A refusal is made by its code, its reason and its kind, in this order.
    [GeneratedRegex("""new(?: Refusal)?\(\s*"(?<code>[a-z_]+)",\s*(?:"[^"]+"|FormattableString\.Invariant\(\$"[^"]+"\)),\s*RefusalKind\.""")]
    private static partial Regex Refused();

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
