using System.CommandLine;
using Tenure.Cli.Phone;
using Tenure.Cli.Phone.Texts;

namespace Tenure.Cli;

/// <summary>The <c>tenure</c> command: a table of contents of its groups.</summary>
internal static class TenureCommand
{
    /// <summary>Parses and runs one command line.</summary>
    /// <returns>The exit code; 2 when the command line itself was wrong.</returns>
    public static async Task<int> RunAsync(string[] args, CommandStreams streams, CancellationToken ct)
    {
        var parsed = Create(streams).Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = streams.Out, Error = streams.Error }, ct);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }

    private static RootCommand Create(CommandStreams streams) => new(PhoneLanguages.OfTerminal.HelpRoot)
    {
        PhoneCommands.Create(streams),
    };
}
