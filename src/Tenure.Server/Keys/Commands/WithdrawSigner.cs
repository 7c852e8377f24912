using System.Globalization;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys withdraw</c>: a root's word that signers below a generation are believed no more, because one of them was copied.</summary>
internal static class WithdrawSigner
{
    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var roots = new RootFolder(given["--roots"]!);
        var (purpose, below) = (RotateKeys.PurposeOf(given["--purpose"]!), Below(given["--below"]!));
        var issuer = roots.Issuer(given["--issuer"]);
        var speaker = roots.Speaker(given["--by"], KeyNames.ActiveRoot, KeyNames.StandbyRoot);

        // What was said before is said again: whoever keeps the older word from a device, and not this one, gains nothing by that.
        var floors = roots.Floors(speaker, issuer);
        floors[purpose] = Math.Max(below, floors.GetValueOrDefault(purpose));
        var (file, statement) = roots.Say(speaker, serial => new RootStatement { Issuer = issuer, Serial = serial, Kind = RootStatementKind.Floors, Floors = floors });
        await terminal.TellAsync(
            new { file, statement.Serial, purpose = KeyNames.Of(purpose), below },
            terminal.Words["Withdrawn", KeyNames.Of(purpose), below], terminal.Words["StatementMade", file]);
        return 0;
    }

    private static uint Below(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1
        ? number
        : throw new FormatException("--below is a generation from 2.");
}
