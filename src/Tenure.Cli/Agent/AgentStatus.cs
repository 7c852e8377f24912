using System.CommandLine;
using Tenure.Cli.Phone;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;

namespace Tenure.Cli.Agent;

/// <summary><c>tenure agent status</c>: looks without counting a start.</summary>
internal static class AgentStatus
{
    public static Command Create(CommandStreams streams, AgentText text)
    {
        var device = new DeviceOptions(text);
        var command = new Command("status", text.HelpStatus);
        device.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var output = device.Output(parsed, streams);
            return device.WithDeviceAsync(
                parsed,
                output,
                null,
                (storage, facts, sims) =>
                {
                    using var core = PhoneCore.Inspect(storage, facts);
                    var report = PhoneReport.Of(facts, core) with { Sims = sims };
                    return Task.FromResult(output.Tell(report, report.ToLines(PhoneText.Languages.OfTerminal)));
                },
                ct);
        });
        return command;
    }
}
