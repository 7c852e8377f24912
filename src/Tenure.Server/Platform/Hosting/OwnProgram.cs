using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tenure.Server.Platform.Hosting;

/// <summary>The server's own program, started once more for a task that is kept apart.</summary>
internal static class OwnProgram
{
    /// <summary>Where it is.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Tenure.Server.exe" : "Tenure.Server");

    /// <summary>Takes our environment away from a process: connection strings and passwords are nothing that it could give away.</summary>
    /// <param name="start">The process.</param>
    /// <param name="runtime">What it gets instead.</param>
    public static void Bare(ProcessStartInfo start, IReadOnlyDictionary<string, string> runtime)
    {
        start.Environment.Clear();
        foreach (var (name, value) in runtime)
        {
            start.Environment[name] = value;
        }

        // The program finds its runtime where ours is.
        if (Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")) is var root && Directory.Exists(Path.Combine(root, "shared")))
        {
            start.Environment["DOTNET_ROOT"] = root;
        }
    }
}
