using System.ComponentModel;
using System.Diagnostics;

namespace Tenure.Cli.Agent;

/// <summary>A program of the system's maker that is told each new state, and makes the system follow it: shows a screen, stops a session.</summary>
internal sealed class StateHook(string? program, CommandStreams streams, AgentText text)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string? told;

    /// <summary>Tells it, where it is new. A program that fails is told again at the next contact; the lock does not wait for it.</summary>
    /// <param name="state">As in the member <c>state</c> of a report.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task TellAsync(string state, CancellationToken ct)
    {
        if (program is null || state == told)
        {
            return;
        }

        var problem = await RunAsync(program, state, ct);
        if (problem is null)
        {
            told = state;
        }
        else
        {
            await streams.Error.WriteLineAsync(CommandOutput.Format(text.HookFailed, problem));
        }
    }

    private static async Task<string?> RunAsync(string program, string state, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, [state]) { UseShellExecute = false })!;
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }

        using (process)
        {
            try
            {
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0 ? null : $"{program}: {process.ExitCode}";
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return $"{program}: {Patience.TotalSeconds} s";
            }
        }
    }
}
