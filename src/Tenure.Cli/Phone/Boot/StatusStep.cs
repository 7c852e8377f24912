using Tenure.Client.Devices;

namespace Tenure.Cli.Phone.Boot;

/// <summary>What the phone says of itself to whoever has it in hand, and the digits by which a buyer hears the same from its server.</summary>
internal sealed class StatusStep(BootSession boot)
{
    /// <summary>Whether there were digits to show.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        boot.Person.ShowReport(PhoneReport.Of(boot.Phone.Facts, boot.Phone));
        DeviceStatusCode? code = null;
        if (boot.Phone.Server is null || !await new ContactStep(boot).RunAsync(ct, quietly: true) || !await boot.TryAsync(async () => code = await boot.Agent.AskStatusCodeAsync(ct), ct, quietly: true))
        {
            return false;
        }

        boot.Person.Say(CommandOutput.Format(boot.Person.Text.StatusCode, $"{code!.Code[..4]} {code.Code[4..]}", code.Link));
        boot.Person.ShowPicture(QrPicture.Of(code.Link));
        return true;
    }
}
