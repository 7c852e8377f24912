namespace Tenure.Cli.Phone.Boot;

/// <summary>Network: reach the server, see that it is ours or have it confirmed, and be known to it.</summary>
internal sealed class NetworkStep(BootSession boot)
{
    /// <summary><c>null</c> when the phone is connected; the exit code when the person gave up.</summary>
    public async Task<int?> RunAsync(CancellationToken ct)
    {
        boot.Person.ShowScreen(boot.Person.Text.NetworkTitle);
        while (true)
        {
            if (boot.Person.AskServer(boot.Phone.Server?.Address ?? boot.Phone.Facts.Server) is not { } address)
            {
                return boot.Stop(ExitCodes.NoNetwork, "no_server", boot.Person.Text.AskServer);
            }

            int? stopped = null;
            if (await boot.TryAsync(async () => stopped = await ConnectAsync(address, ct), ct))
            {
                return stopped;
            }

            if (!boot.Person.TryAgain())
            {
                return boot.LastFailure!.ExitCode;
            }
        }
    }

    private async Task<int?> ConnectAsync(Uri address, CancellationToken ct)
    {
        var met = await boot.MeetAsync(address, ct);
        if (boot.Phone.IsEnded)
        {
            return null;
        }

        var agent = boot.Agent;
        if (!met.IsPinned)
        {
            if (!boot.Person.ConfirmServer(met))
            {
                return ExitCodes.ServerNotTrusted;
            }

            agent.Confirm(met);
            boot.Note("server_confirmed");
        }

        await agent.EnrolAsync(ct);
        boot.Note("enrolled");
        return null;
    }
}
