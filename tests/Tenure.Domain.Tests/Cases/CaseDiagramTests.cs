using System.Text.RegularExpressions;
using Tenure.Domain.Cases;
using Tenure.Testing;

namespace Tenure.Domain.Tests.Cases;

public sealed partial class CaseDiagramTests
{
    [Fact]
    public void The_diagram_in_the_documentation_is_the_transition_table()
    {
        var drawn = Arrow().Matches(File.ReadAllText(Repository.File("docs", "capabilities", "cases.md")))
            .Select(arrow => (arrow.Groups["from"].Value, arrow.Groups["step"].Value, arrow.Groups["to"].Value));

        var table =
            from state in Enum.GetValues<CaseState>()
            from step in Enum.GetValues<CaseStep>()
            let next = Case.Next(state, step)
            where next is not null
            select (state.ToString(), step.ToString(), next.ToString()!);

        Assert.Equal(table.Order(), drawn.Order());
    }

    [GeneratedRegex(@"^\s+(?<from>\w+) --> (?<to>\w+): (?<step>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
