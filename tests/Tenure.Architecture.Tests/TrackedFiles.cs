using System.Diagnostics;
using Tenure.Testing;

namespace Tenure.Architecture.Tests;

/// <summary>The files of the repository as git knows them, those included that are about to be added.</summary>
internal static class TrackedFiles
{
    // Broken on purpose.
    private const string Fixtures = "tests/Tenure.Architecture.Fixtures/";

    private static readonly string[] Binary = [".png", ".ico", ".woff2", ".jpg", ".gz", ".bin", ".img"];

    /// <summary>Paths from the root, with slashes, without the fixtures that break the rules.</summary>
    public static IReadOnlyList<string> All { get; } = [.. List().Where(path => !path.StartsWith(Fixtures, StringComparison.Ordinal)).Where(Exists)];

    /// <summary>All that can be read as text.</summary>
    public static IEnumerable<string> Text => All.Where(path => !Binary.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));

    /// <summary>C# below src and tests, written by people.</summary>
    public static IEnumerable<string> Sources => All.Where(path =>
        path.EndsWith(".cs", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal));

    private static bool Exists(string path) => File.Exists(Repository.File(path));

    private static string[] List()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, "ls-files", "--cached", "--others", "--exclude-standard"])
        {
            RedirectStandardOutput = true,
        })!;
        var paths = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, "The rules over files need a git checkout.");
        return paths.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
