using System.CommandLine;
using Tenure.Cli.Phone;
using Tenure.Cli.Phone.Boot;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Linux;
using Tenure.Device.Phone;

namespace Tenure.Cli.Agent;

/// <summary><c>tenure agent screen</c>: the phone's screens, for the device that this runs on.</summary>
internal static class AgentScreen
{
    public static Command Create(CommandStreams streams, AgentText text)
    {
        var device = new DeviceOptions(text);
        var answers = new AnswerOptions(PhoneText.Languages.OfTerminal);
        var untilOpen = new Option<bool>("--until-open") { Description = text.HelpUntilOpen };
        var command = new Command("screen", text.HelpScreen);
        device.AddTo(command);
        answers.AddTo(command);
        command.Add(untilOpen);
        command.SetAction((parsed, ct) =>
        {
            var (output, said) = (device.Output(parsed, streams), answers.Read(parsed));
            return device.WithDeviceAsync(
                parsed, output, said.Server, (storage, facts, sims) => ShowAsync(storage, facts, sims, said, parsed.GetValue(untilOpen), streams, output, ct), ct);
        });
        return command;
    }

    private static async Task<int> ShowAsync(
        IPhoneStorage storage, PhoneFacts facts, IReadOnlyList<SimSlot> sims, ScriptAnswers answers, bool untilOpen, CommandStreams streams, CommandOutput output, CancellationToken ct)
    {
        using var core = PhoneCore.Boot(storage, facts);
        core.Sims = sims;
        using var boot = new BootSession(core, ScreenPerson.Of(core, answers, streams, output), streams.Network, UptimeClock.OfDevice) { Sims = sims };
        var exitCode = await new BootFlow(boot, untilOpen).RunAsync(ct);
        if (output.IsJson)
        {
            output.Print(PhoneReport.Of(facts, core).After(boot, exitCode));
        }

        return exitCode;
    }
}
