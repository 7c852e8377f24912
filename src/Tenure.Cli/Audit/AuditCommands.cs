using System.CommandLine;

namespace Tenure.Cli.Audit;

/// <summary><c>tenure audit</c>: checks and saves the device log.</summary>
internal static class AuditCommands
{
    public static Command Create(CommandStreams streams)
    {
        var text = AuditText.Languages.OfTerminal;
        return new Command("audit", text.HelpAudit) { VerifyLog.Create(streams, text), ProveLog.Create(streams, text), ExportLog.Create(streams, text) };
    }
}
