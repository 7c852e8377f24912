using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys rekey</c>: a root's word that other roots, or another issuer, count from now on.</summary>
internal static class ReplaceRoots
{
    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var (old, fresh) = (new RootFolder(given["--roots"]!), new RootFolder(given["--new-roots"]!));
        var (issuer, next) = (old.Issuer(given["--old-issuer"]), HoldCeremony.Issuer(given["--issuer"]!));
        var roots = KeyNames.Roots.Select(fresh.Public).ToList();

        // The standby root is the one that may replace everything, itself too.
        var speaker = old.Speaker(given["--by"], KeyNames.StandbyRoot, KeyNames.ActiveRoot);
        if (speaker == KeyNames.ActiveRoot && !roots[^1].Equals(old.Public(KeyNames.StandbyRoot)))
        {
            throw new KeyFileException(terminal.Words["StandbyNeeded"]);
        }

        var (file, statement) = old.Say(
            speaker, serial => new RootStatement { Issuer = issuer, Serial = serial, Kind = RootStatementKind.Rekey, NewRoots = roots, NewIssuer = next });
        RootFolder.WriteIssuer(given["--new-roots"]!, next);
        var fingerprint = ServerFingerprint.Text(next, roots);
        await terminal.TellAsync(
            new { file, statement.Serial, issuer = next, fingerprint }, terminal.Words["Fingerprint", fingerprint], terminal.Words["StatementMade", file]);
        return 0;
    }
}
