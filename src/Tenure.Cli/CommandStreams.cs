using Tenure.Flash.Links;

namespace Tenure.Cli;

/// <summary>Where a command reads and writes; tests give their own.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsTerminal">Whether a person sits at it: only then are questions asked.</param>
/// <param name="Environment">Looks up an environment variable.</param>
/// <param name="Network">Makes what carries HTTP; tests put a server behind it.</param>
internal sealed record CommandStreams(
    TextReader In, TextWriter Out, TextWriter Error, bool IsTerminal, Func<string, string?> Environment, Func<HttpMessageHandler> Network)
{
    /// <summary>Finds the devices that are connected to this computer.</summary>
    public Func<IReadOnlyList<FoundDevice>> Devices { get; init; } = FoundDevices.Find;

    /// <summary>Those of this process.</summary>
    public static CommandStreams OfProcess() => new(
        Console.In, Console.Out, Console.Error, !Console.IsInputRedirected && !Console.IsOutputRedirected, System.Environment.GetEnvironmentVariable,
        () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
}
