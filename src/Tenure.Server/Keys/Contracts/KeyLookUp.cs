using Tenure.Protocols;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Contracts;

/// <summary>Shows an operator how the keys of the tickets stand, as <c>keys status</c> does on the signer's machine. Changes nothing.</summary>
internal sealed class KeyLookUp(ServerRoots roots, RootStatements statements, TicketSigner signer)
{
    public async Task<SeenKeys> LookAsync(CancellationToken ct)
    {
        var status = await signer.FindStatusAsync(ct);
        var said = statements.All;
        return new(
            ServerFingerprint.Text(signer.Issuer, roots.All),
            [.. roots.All.Select(root => root.Thumbprint)],
            status is null ? null : [.. KeyNames.Signers
                .Select(purpose => (Purpose: purpose, Readiness: status.Signers.FirstOrDefault(s => s.Purpose == purpose)))
                .Where(seen => seen.Readiness is not null || KeyNames.IsNeeded(seen.Purpose)).Select(seen => Look(seen.Purpose, seen.Readiness, said))],
            status?.Entries ?? 0,
            status?.Agents.Count ?? 0,
            said);
    }

    private SeenSigner Look(SignerPurpose purpose, SignerReadiness? readiness, IReadOnlyList<OfferedStatement> said)
    {
        var floor = said.Where(offered => offered.IsOurs && offered.Statement.Issuer == signer.Issuer)
            .Select(offered => offered.Statement.Floors?.GetValueOrDefault(purpose) ?? 0).Append(1u).Max();
        var (certificate, isByStandby) = readiness is null ? (null, false) : Certified(purpose, readiness.Certificate);
        return new(purpose, certificate, isByStandby, floor, readiness?.Trouble);
    }

    private (SignerCertificate? Certificate, bool IsByStandby) Certified(SignerPurpose purpose, ReadOnlyMemory<byte> bytes)
    {
        foreach (var root in roots.All)
        {
            try
            {
                var certificate = SignerCertificateCodec.Verify(bytes, [root]);
                return certificate.Purpose == purpose && certificate.Issuer == signer.Issuer ? (certificate, root != roots.Active) : (null, false);
            }
            catch (ProtocolException)
            {
                // Not by this one.
            }
        }

        return (null, false);
    }
}
