using Tenure.Device.Agent;

namespace Tenure.Cli.Phone.Boot;

/// <summary>One contact with the pinned server: owed receipt, removal on the page, sync of a block that cannot be trusted.</summary>
internal sealed class ContactStep(BootSession boot)
{
    /// <summary>Whether the server was reached.</summary>
    public async Task<bool> RunAsync(CancellationToken ct, bool quietly = false)
    {
        // Where the pin is lost, so is the address.
        var address = boot.Phone.Server is { } server ? boot.Person.LocateServer(server.Address) : boot.Person.AskServer(boot.Phone.Facts.Server);
        if (address is null)
        {
            return false;
        }

        var (owed, lost) = (boot.Lock.OwesReceipt, boot.Phone.IsServerLost);
        var result = ContactResult.Nothing;
        var reached = await boot.TryAsync(
            async () =>
            {
                await boot.MeetAsync(address, ct);
                if (lost)
                {
                    boot.Note("server_found");
                    boot.Person.Say(boot.Person.Text.ServerFound);
                }

                result = await boot.Agent.ContactAsync(ct);
            },
            ct,
            quietly);
        if (reached && owed && !boot.Lock.OwesReceipt)
        {
            boot.Note("receipt_acknowledged");
        }

        Tell(result);
        if (reached && boot.Agent.EraseDueAt is { } due)
        {
            boot.Person.Say(CommandOutput.Format(boot.Person.Text.EraseDue, due.ToLocalTime().ToString("g", System.Globalization.CultureInfo.GetCultureInfo(boot.Person.Text.Tag))));
        }

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
            case ContactResult.Lost:
                boot.Note("lost");
                boot.Person.Say(boot.Person.Text.LostNow);
                break;
            case ContactResult.Found:
                boot.Note("found");
                boot.Person.Say(boot.Person.Text.FoundNow);
                break;
            case ContactResult.Erased:
                boot.Note("erased");
                boot.Person.Say(boot.Person.Text.ErasedNow);
                break;
            case ContactResult.EraseRefused:
                boot.Note("erase_refused");
                boot.Person.Say(boot.Person.Text.EraseRefused);
                break;
            case ContactResult.Nothing:
                break;
        }
    }
}
