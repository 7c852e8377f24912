using System.CommandLine;
using Tenure.Cli.Texts;

namespace Tenure.Cli;

/// <summary><c>--json</c></summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = CommandText.Languages.OfTerminal.HelpJson };
}
