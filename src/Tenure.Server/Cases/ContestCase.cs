using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Cases;

/// <summary>The link in the announcement of a case: opened it shows the case, its form objects. Each address once a case.</summary>
internal sealed class ContestCase(TenureDb db, CaseChange change, CaseDevices devices, AnnounceCase announce, CasesLog log, TimeProvider clock)
{
    /// <summary>What the case is about; refuses with <c>case_unknown</c>. Changes nothing.</summary>
    public async Task<Answer<AnnouncedCase>> LookAsync(string secret, CancellationToken ct)
    {
        if (await FindAsync(secret, ct) is not { } notice)
        {
            return CaseRefusals.Unknown;
        }

        var one = await db.Cases.AsNoTracking().FirstAsync(c => c.Id == notice.CaseId, ct);
        var device = one.DeviceId is { } id ? await devices.FindAsync(id, ct) : null;
        return one.IsOver ? CaseRefusals.Unknown : new AnnouncedCase(CaseNumber.Grouped(one.Number), one.Kind, one.State, device?.Model, DeviceId: null, one.DueAt);
    }

    /// <summary>Objects by this way.</summary>
    public async Task<Refusal?> ExecuteAsync(string secret, CancellationToken ct) =>
        await FindAsync(secret, ct) is { } notice ? await ExecuteAsync(notice.CaseId, notice.Channel, ct) : CaseRefusals.Unknown;

    /// <summary>Objects by a way that was proven otherwise.</summary>
    public Task<Refusal?> ExecuteAsync(CaseId id, byte[] channel, CancellationToken ct) => change.ExecuteAsync(
        id,
        async one =>
        {
            if (one.Contest(channel, clock.GetUtcNow()) is { } refusal)
            {
                return refusal;
            }

            await announce.ContestedAsync(one, ct);
            log.Moved(one.Id, CaseStep.Contest, one.State);
            return null;
        },
        ct);

    private async Task<CaseNotice?> FindAsync(string secret, CancellationToken ct)
    {
        if (WellFormedText.Check(secret, "secret") is not null)
        {
            return null;
        }

        var hash = Codes.KeyOf(secret);
        return await db.CaseNotices.AsNoTracking().FirstOrDefaultAsync(n => n.SecretHash == hash, ct);
    }
}
