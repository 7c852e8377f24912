using System.Globalization;
using Tenure.Flash.Links;

namespace Tenure.Cli.Flash;

/// <summary>Which devices there are, and which one is meant: the only one, or the one that a person chooses. A serial port is never taken unless it is named, for anything may be behind it.</summary>
internal sealed class ConnectedDevices(CommandStreams streams, CommandOutput output, FlashText flash)
{
    private readonly FoundText text = FoundText.Languages.OfTerminal;

    /// <summary>Shows those that are connected, and those that are named, which are asked.</summary>
    public async Task<int> ListAsync(IReadOnlyList<FlashAddress> named, CancellationToken ct)
    {
        var connected = streams.Devices();
        var asked = await AskAsync(named, connected, ct);
        FoundDevice[] all = [.. asked, .. connected.ExceptBy(asked.Select(device => device.At), device => device.At)];
        if (output.IsJson)
        {
            output.Print(all.Select(device => new { device = device.At.ToString(), mode = device.Mode is { } mode ? FlashRun.Word(mode) : null, device.Serial, device.Product }));
        }

        Show(all);
        return ExitCodes.Done;
    }

    /// <summary>The one that is meant.</summary>
    /// <param name="named">Where devices are; none: those that are connected.</param>
    /// <param name="serial">The serial number of the one; <c>null</c>: any.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>No device where it was said why, with the exit code.</returns>
    public async Task<(FlashAddress? Device, int ExitCode)> ChooseAsync(IReadOnlyList<FlashAddress> named, string? serial, CancellationToken ct)
    {
        if (named is [var only] && serial is null)
        {
            return (only, ExitCodes.Done);
        }

        var connected = streams.Devices();
        var all = named.Count > 0 ? await AskAsync(named, connected, ct) : [.. connected.Where(device => device.Mode is not null)];
        FoundDevice[] meant = serial is null ? all : [.. all.Where(device => string.Equals(device.Serial, serial, StringComparison.Ordinal))];
        switch (meant)
        {
            case [var one]:
                output.Say(CommandOutput.Format(text.Takes, one.At, one.Serial ?? text.Unknown));
                if (output.IsJson)
                {
                    output.PrintLine(new { device = one.At.ToString(), one.Serial });
                }

                return (one.At, ExitCodes.Done);
            case []:
                return (null, serial is null ? output.Fail(ExitCodes.Usage, "device_missing", flash.SayDevice) : output.Fail(ExitCodes.Usage, "device_unknown", CommandOutput.Format(text.NotThis, serial)));
            default:
                Show(meant);
                if (await ReadNumberAsync(meant.Length, ct) is { } number)
                {
                    return (meant[number - 1].At, ExitCodes.Done);
                }

                return (null, output.Fail(ExitCodes.Usage, "device_choice", text.Several));
        }
    }

    private static Task<FoundDevice[]> AskAsync(IReadOnlyList<FlashAddress> named, IReadOnlyList<FoundDevice> connected, CancellationToken ct) =>
        Task.WhenAll(named.Select(device => FoundDevices.AskAsync(device, connected, ct)));

    private async Task<int?> ReadNumberAsync(int most, CancellationToken ct)
    {
        if (!streams.IsTerminal || output.IsJson)
        {
            return null;
        }

        await streams.Out.WriteAsync(text.Which + " ");
        return int.TryParse(await streams.In.ReadLineAsync(ct), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;
    }

    private void Show(FoundDevice[] devices)
    {
        if (devices.Length == 0)
        {
            output.Say(text.None);
            return;
        }

        var rows = devices.Select((device, at) => (string[])[(at + 1).ToString(CultureInfo.InvariantCulture), device.Serial ?? "–", device.Product ?? "–", text.Of(device.Mode), device.At.ToString()])
            .Prepend(["", text.Serial, text.Product, text.Mode, text.Port]).ToList();
        var widths = Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            output.Say(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
