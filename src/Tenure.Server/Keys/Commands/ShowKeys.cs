using System.Globalization;
using System.Text.Json;
using Tenure.Protocols;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys.Signing;

namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys status</c>: what is in a keys folder, and whether its ledger holds. Changes nothing; the signer may run meanwhile.</summary>
internal static class ShowKeys
{
    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var folder = given["--keys"] ?? Path.Combine("data", "keys");
        var files = new KeyFolder(folder);
        var roots = KeyNames.Roots.Select(files.ReadPublic).ToList();
        var signers = KeyNames.Signers.Where(files.HasSigner).ToList();

        // A server that asks another process has none, and that is as it should be.
        List<KeyReport.Signer> seen = signers.Count == 0 ? [] : [.. KeyNames.Signers.Where(purpose => KeyNames.IsNeeded(purpose) || files.HasSigner(purpose)).Select(purpose => Look(files, purpose, roots))];
        var (agents, agentTrouble) = LookAtAgents(folder);
        var report = new KeyReport(
            seen.Find(signer => signer.Issuer is not null)?.Issuer is { } issuer ? ServerFingerprint.Text(issuer, roots) : null,
            [.. roots.Select((root, i) => new KeyReport.Root(NameOf(i), root.Thumbprint.Text, root.Thumbprint.ToFingerprint()))],
            seen,
            [.. files.StatementFiles().Select(file => Look(file, roots))],
            agents,
            agentTrouble,
            await LookAtLedgerAsync(folder, ct));
        await terminal.TellAsync(report, Lines(report, terminal.Words));
        return report.IsGood ? 0 : 1;
    }

    private static KeyReport.Signer Look(KeyFolder files, SignerPurpose purpose, List<PublicKeyP256> roots)
    {
        try
        {
            var (key, bytes) = files.ReadSigner(purpose);
            using var _ = key;
            for (var i = 0; i < roots.Count; i++)
            {
                if (CertifiedBy(roots[i], bytes) is { } certificate)
                {
                    return new(
                        KeyNames.Of(purpose), certificate.Generation, certificate.Key.Thumbprint.Text, certificate.Issuer, NameOf(i),
                        certificate.Purpose == purpose && certificate.Key.Equals(PublicKeyP256.From(key)) ? null : "The certificate is for another purpose or key.");
                }
            }

            return new(KeyNames.Of(purpose), null, null, null, null, "Not certified by a root of this folder.");
        }
        catch (KeyFileException e)
        {
            return new(KeyNames.Of(purpose), null, null, null, null, e.Message);
        }
    }

    private static KeyReport.Statement Look(string file, List<PublicKeyP256> roots)
    {
        var name = Path.GetFileName(file);
        try
        {
            var bytes = File.ReadAllBytes(file);
            var signed = RootStatementCodec.ReadUnverified(bytes);
            var root = roots.FindIndex(root => root.Thumbprint == signed.Root);
            if (root >= 0)
            {
                RootStatementCodec.Verify(bytes, roots);
            }

            return new(name, JsonNamingPolicy.SnakeCaseLower.ConvertName(signed.Statement.Kind.ToString()), signed.Statement.Serial, root < 0 ? "before" : NameOf(root), Trouble: null);
        }
        catch (ProtocolException e)
        {
            return new(name, null, null, null, e.Message);
        }
    }

    private static SignerCertificate? CertifiedBy(PublicKeyP256 root, byte[] certificate)
    {
        try
        {
            return SignerCertificateCodec.Verify(certificate, [root]);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static (IReadOnlyList<KeyReport.Agent> Agents, string? Trouble) LookAtAgents(string folder)
    {
        try
        {
            return ([.. new AgentFile(folder).Read().Select(a => new KeyReport.Agent(a.Agent, a.Role, AgentKey.ShownMarkOf(a.Agent, a.Credential, a.PublicKey), a.Since, a.WithdrawnAt))], null);
        }
        catch (KeyFileException e)
        {
            return ([], e.Message);
        }
    }

    private static async Task<KeyReport.LedgerState?> LookAtLedgerAsync(string folder, CancellationToken ct)
    {
        var seen = new LedgerVerification();
        try
        {
            return await SigningLedger.VerifyAsync(folder, seen, ct)
                ? new(Convert.ToHexStringLower(seen.Id), seen.Count, seen.Last?.At, Convert.ToHexStringLower(seen.Hash), Trouble: null)
                : null;
        }
        catch (ProtocolException e)
        {
            return new(seen.Id.Length == 0 ? null : Convert.ToHexStringLower(seen.Id), seen.Count, seen.Last?.At, Hash: null, e.Message);
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);

    private static string NameOf(int root) => root == 0 ? "active" : "standby";

    private static IEnumerable<string> Lines(KeyReport report, KeyWords words)
    {
        if (report.Fingerprint is { } server)
        {
            yield return words["Fingerprint", server];
        }

        foreach (var root in report.Roots)
        {
            yield return words["Root_" + root.Name, root.Fingerprint];
        }

        foreach (var signer in report.Signers)
        {
            yield return signer.Trouble is { } trouble
                ? words["SignerTrouble", signer.Purpose, trouble]
                : words["Signer_" + signer.CertifiedBy, signer.Purpose, signer.Generation!, signer.Thumbprint!, signer.Issuer!];
        }

        foreach (var statement in report.Statements)
        {
            yield return statement.Trouble is { } trouble
                ? words["StatementTrouble", statement.File, trouble]
                : words["Statement", statement.File, words["Kind_" + statement.Kind], words["By_" + statement.By], statement.Serial!];
        }

        foreach (var agent in report.Agents)
        {
            yield return agent.WithdrawnAt is { } gone ? words["AgentWithdrawn", agent.Name, agent.Role, agent.Mark, Text(gone)] : words["Agent", agent.Name, agent.Role, agent.Mark, Text(agent.Since)];
        }

        if (report.AgentTrouble is { } unread)
        {
            yield return words["AgentTrouble", unread];
        }

        if (report.Ledger is { } ledger)
        {
            yield return ledger.Trouble is null
                ? words["LedgerHolds", ledger.Lines, ledger.LastAt is { } last ? Text(last) : "-", ledger.Hash!]
                : words["LedgerBroken", ledger.Lines, ledger.Trouble];
        }
    }
}
