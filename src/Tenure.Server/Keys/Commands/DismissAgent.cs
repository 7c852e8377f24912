namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys dismiss</c>: a signer takes no vote of an agent any more, whenever it was given.</summary>
internal static class DismissAgent
{
    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var (agent, file) = (AdmitAgent.Named(given["--agent"]!), new AgentFile(given["--keys"]!));
        using var alone = file.Lock();
        var known = file.Read();
        var gone = known.Count(a => a.Agent == agent && a.WithdrawnAt is null);
        if (gone == 0)
        {
            throw new KeyFileException(terminal.Words["AgentNotKnown", agent]);
        }

        file.Write(known.Select(a => a.Agent == agent && a.WithdrawnAt is null ? a with { WithdrawnAt = terminal.Now } : a));
        await terminal.TellAsync(new { agent, gone }, terminal.Words["Dismissed", agent, gone]);
        return 0;
    }
}
