using System.Text.RegularExpressions;
using Tenure.Domain.Devices;
using Tenure.Testing;

namespace Tenure.Server.Tests.Devices;

public sealed partial class DeviceDiagramTests
{
    [Fact]
    public void The_diagram_in_the_documentation_is_the_transition_table()
    {
        var drawn = Arrow().Matches(File.ReadAllText(Repository.File("docs", "capabilities", "devices.md")).Split("\n## ").Single(section => section.StartsWith("States\n", StringComparison.Ordinal)))
            .Select(arrow => (arrow.Groups["from"].Value, arrow.Groups["step"].Value, arrow.Groups["to"].Value));

        var table =
            from state in Enum.GetValues<DeviceState>()
            from step in Enum.GetValues<DeviceStep>()
            let next = Domain.Devices.Device.Next(state, step)
            where next is not null
            select (state.ToString(), step.ToString(), next.ToString()!);

        Assert.Equal(table.Order(), drawn.Order());
    }

    [GeneratedRegex(@"^\s+(?<from>\w+) --> (?<to>\w+): (?<step>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
