using System.CommandLine;

namespace Tenure.Cli.Agent;

/// <summary><c>tenure agent</c>: what a real Linux device runs, over the same code as the virtual phone.</summary>
internal static class AgentCommands
{
    public static Command Create(CommandStreams streams)
    {
        var text = AgentText.Languages.OfTerminal;
        return new Command("agent", text.HelpAgent) { AgentScreen.Create(streams, text), RunAgent.Create(streams, text), AgentStatus.Create(streams, text) };
    }
}
