namespace Tenure.Testing;

/// <summary>The repository that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Its folder: the nearest one above the test program that holds the solution.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path inside of it.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string? folder) =>
        folder is null ? throw new InvalidOperationException("The tests run outside of their repository: no Tenure.slnx above them.")
        : System.IO.File.Exists(Path.Combine(folder, "Tenure.slnx")) ? folder
        : Find(Path.GetDirectoryName(folder));
}
