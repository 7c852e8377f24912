using Tenure.Testing;

namespace Tenure.Architecture.Tests;

/// <summary>The capabilities of the server: its folders, but for those that belong to none.</summary>
internal static class Capabilities
{
    private static readonly string[] Shared = ["Data", "Platform", "Properties", "wwwroot"];

    public static IReadOnlyList<string> Names { get; } = From(Repository.File("src", "Tenure.Server"));

    public static IReadOnlyList<string> From(string project) =>
        [.. Directory.EnumerateDirectories(project).Select(folder => Path.GetFileName(folder)!).Except(Shared, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
