using Tenure.Device.Agent;

namespace Tenure.Cli.Phone.Boot;

/// <summary>One contact with the pinned server: owed receipt, removal on the page, sync of a block that cannot be trusted.</summary>
internal sealed class ContactStep(BootSession boot)
{
    /// <summary>Whether the server was reached.</summary>
    public async Task<bool> RunAsync(CancellationToken ct, bool quietly = false)
    {
        if (boot.Phone.Server is not { } server)
        {
            return false;
        }

        var owed = boot.Lock.OwesReceipt;
        var result = ContactResult.Nothing;
        var reached = await boot.TryAsync(
            async () =>
            {
                await boot.MeetAsync(boot.Person.LocateServer(server.Address), ct);
                result = await boot.Agent.ContactAsync(ct);
            },
            ct,
            quietly);
        if (reached && owed && !boot.Lock.OwesReceipt)
        {
            boot.Note("receipt_acknowledged");
        }

        Tell(result);
        return reached;
    }

    private void Tell(ContactResult result)
    {
        switch (result)
        {
            case ContactResult.Removed:
                boot.Note("removed");
                boot.Person.Say(boot.Person.Text.Removed);
                break;
            case ContactResult.Synced:
                boot.Note("synced");
                boot.Person.Say(boot.Person.Text.Synced);
                break;
            case ContactResult.Nothing:
                break;
        }
    }
}
