using System.Xml.Linq;
using Tenure.Testing;

namespace Tenure.Architecture.Tests;

public sealed class PackageDecisionTests
{
    [Fact]
    public void Every_package_has_its_reason_and_licence_written_down()
    {
        var decided = File.ReadLines(Repository.File("docs", "decisions", "0001-packages.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries))
            .Except(["package"], StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        var pinned = XDocument.Load(Repository.File("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value)
            .Order(StringComparer.Ordinal);
        Assert.Equal(pinned, decided);
    }
}
