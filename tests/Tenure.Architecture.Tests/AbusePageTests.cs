using System.Text.RegularExpressions;
using Tenure.Testing;

namespace Tenure.Architecture.Tests;

public sealed partial class AbusePageTests
{
    [Fact]
    public void Each_test_that_the_page_names_exists()
    {
        var there = TrackedFiles.Sources.Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(path => Method().Matches(File.ReadAllText(Repository.File(path))).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(Rows().SelectMany(row => Name().Matches(row)), match => Assert.Contains(match.Groups[1].Value, there));
    }

    [Fact]
    public void Each_row_names_a_test() => Assert.All(Rows(), row => Assert.Matches(Name(), row));

    private static List<string> Rows()
    {
        var rows = File.ReadLines(Repository.File("docs", "abuse.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| attempt |", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^;{]*?public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`")]
    private static partial Regex Name();
}
