using Tenure.Cli.Phone;
using Tenure.Cli.Phone.Boot;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Agent;
using Tenure.Device.Linux;
using Tenure.Device.Phone;

namespace Tenure.Cli.Agent;

/// <summary>Keeps a device in touch with its server: delivers what is owed, learns of loss, removal and recovery, and ends when the device must not stay open.</summary>
internal sealed class ContactLoop : IDisposable
{
    private readonly PhoneCore core;
    private readonly StateHook hook;
    private readonly CommandOutput output;
    private readonly BootSession boot;

    public ContactLoop(PhoneCore core, StateHook hook, CommandStreams streams, CommandOutput output)
    {
        (this.core, this.hook, this.output) = (core, hook, output);
        // Nobody is asked anything: whatever a script would not know is left undone.
        boot = new BootSession(core, new ScriptedPerson(new ScriptAnswers(), streams, output, PhoneText.Languages.OfTerminal), streams.Network, UptimeClock.OfDevice) { Sims = core.Sims };
    }

    /// <param name="pause">Between two contacts; <c>null</c> after one.</param>
    /// <param name="ct">Ends the service.</param>
    /// <returns>The exit code that says why it ended.</returns>
    public async Task<int> RunAsync(TimeSpan? pause, CancellationToken ct)
    {
        await hook.TellAsync(State, ct);
        while (true)
        {
            if (boot.Lock.Screen == LockScreen.ReleasePending)
            {
                boot.Lock.CompleteRelease();
            }

            var reached = core.Server is not null && await new ContactStep(boot).RunAsync(ct, quietly: true);
            await hook.TellAsync(State, ct);
            Tell(reached);
            if (Ended(reached, pause is null) is { } exitCode)
            {
                return exitCode;
            }

            try
            {
                await Task.Delay(pause!.Value, ct);
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.Done;
            }
        }
    }

    public void Dispose() => boot.Dispose();

    private string State => PhoneReport.Of(core.Facts, core).State;

    private void Tell(bool reached)
    {
        if (output.IsJson)
        {
            output.PrintLine(new { state = State, reached, events = boot.Events, error = boot.LastFailure?.Failure });
        }
    }

    // An open device stays so without a network.
    private int? Ended(bool reached, bool once) => boot.Lock.Screen switch
    {
        LockScreen.Running or LockScreen.Open or LockScreen.Ended => once ? reached ? ExitCodes.Done : boot.LastFailure?.ExitCode ?? ExitCodes.NoNetwork : null,
        LockScreen.Wizard => ExitCodes.Wizard,
        LockScreen.Locked or LockScreen.Lost => ExitCodes.Locked,
        _ => ExitCodes.LockedUntilSync,
    };
}
