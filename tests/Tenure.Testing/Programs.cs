namespace Tenure.Testing;

/// <summary>The programs that people run: those that <c>./check</c> published, compiled ahead of time, or those built beside the tests.</summary>
public static class Programs
{
    // Programs of tests live for seconds: compiling their methods once more for a long run costs as much as all else that they do, and more than one heap for two processors is a waste. Their children inherit it.
    static Programs()
    {
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");
        Environment.SetEnvironmentVariable("DOTNET_gcServer", "0");
    }

    /// <summary>The server's executable; <c>TENURE_SERVER</c> names the published one.</summary>
    public static string Server => Published("TENURE_SERVER") ?? Path.Combine(AppContext.BaseDirectory, "Tenure.Server");

    /// <summary>The command line's executable; <c>TENURE_CLI</c> names the published one.</summary>
    public static string CommandLine => Published("TENURE_CLI") ?? Path.Combine(AppContext.BaseDirectory, "Tenure.Cli");

    private static string? Published(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? path : null;
}
