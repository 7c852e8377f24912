using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tenure.Device.Phone;

namespace Tenure.Cli.Agent;

/// <summary><c>tenure agent run</c></summary>
internal static class RunAgent
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static Command Create(CommandStreams streams, AgentText text)
    {
        var device = new DeviceOptions(text);
        var every = new Option<TimeSpan>("--every") { Description = text.HelpEvery, CustomParser = argument => ReadTime(argument, text), DefaultValueFactory = _ => TimeSpan.FromMinutes(15) };
        var once = new Option<bool>("--once") { Description = text.HelpOnce };
        var hook = new Option<string?>("--hook") { Description = text.HelpHook };
        var command = new Command("run", text.HelpRun);
        device.AddTo(command);
        foreach (var option in new Option[] { every, once, hook })
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            var output = device.Output(parsed, streams, isLines: true);
            TimeSpan? pause = parsed.GetValue(once) ? null : parsed.GetValue(every);
            return device.WithDeviceAsync(
                parsed,
                output,
                null,
                async (storage, facts, sims) =>
                {
                    using var core = PhoneCore.Boot(storage, facts);
                    core.Sims = sims;
                    using var loop = new ContactLoop(core, new StateHook(parsed.GetValue(hook), streams, text), streams, output);
                    return await loop.RunAsync(pause, ct);
                },
                ct);
        });
        return command;
    }

    private static TimeSpan ReadTime(ArgumentResult argument, AgentText text)
    {
        var typed = argument.Tokens is [var token] ? token.Value : "";
        double seconds = typed is [.. var digits, var unit] && double.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number * (unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => double.NaN })
            : double.NaN;
        if (seconds >= Shortest.TotalSeconds && seconds <= Longest.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        argument.AddError(CommandOutput.Format(text.EveryMalformed, typed));
        return default;
    }
}
