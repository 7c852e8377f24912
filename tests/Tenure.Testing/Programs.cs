namespace Tenure.Testing;

/// <summary>The programs that people run: those that <c>./check</c> published, compiled ahead of time, or those built beside the tests.</summary>
public static class Programs
{
    /// <summary>The server's executable; <c>TENURE_SERVER</c> names the published one.</summary>
    public static string Server => Published("TENURE_SERVER") ?? Path.Combine(AppContext.BaseDirectory, "Tenure.Server");

    /// <summary>The command line's executable; <c>TENURE_CLI</c> names the published one.</summary>
    public static string CommandLine => Published("TENURE_CLI") ?? Path.Combine(AppContext.BaseDirectory, "Tenure.Cli");

    private static string? Published(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? path : null;
}
