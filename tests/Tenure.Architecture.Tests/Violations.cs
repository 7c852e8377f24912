namespace Tenure.Architecture.Tests;

/// <summary>How a rule says what it found, and how a test says that it found nothing.</summary>
internal static class Violations
{
    public static void None(IEnumerable<string> found)
    {
        var all = found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
