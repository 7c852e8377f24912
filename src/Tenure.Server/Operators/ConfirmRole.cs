using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Operators;

/// <summary>The second of two people for a role: who works on the machine offers it, an operator confirms it, and it is had 72 hours later.</summary>
internal sealed class ConfirmRole(TenureDb db, OperatorStepUp stepUp, OperatorLogBook log, TimeProvider clock)
{
    /// <summary>Everybody, with roles that are offered.</summary>
    public Task<List<ServerOperator>> ListAsync(CancellationToken ct) => db.Operators.AsNoTracking().Where(o => o.DisabledAt == null).OrderBy(o => o.Name).ToListAsync(ct);

    /// <summary>Confirms the role that was offered to somebody else.</summary>
    public async Task<Refusal?> ExecuteAsync(CurrentOperator caller, string name, string role, string password, CancellationToken ct)
    {
        if (OperatorName.Read(name, out var read) is { } malformed)
        {
            return malformed;
        }

        if (await stepUp.CheckAsync(caller, password, ct) is { } notProven)
        {
            return notProven;
        }

        var now = clock.GetUtcNow();
        if (!caller.Operator.MayConfirm(now) || await db.Operators.FirstOrDefaultAsync(o => o.Name == read, ct) is not { } person)
        {
            return OperatorRefusals.RoleNotOffered;
        }

        // What was read is what is confirmed: another role may have been offered since.
        if ($"{person.OfferedRole}" != role)
        {
            return OperatorRefusals.RoleNotOffered;
        }

        if (person.ConfirmRole(caller.Operator.Id, now) is { } refusal)
        {
            return refusal;
        }

        await log.AppendAsync(OperatorEvents.RoleConfirmed, new LoggedAct(caller.Operator.Name, About: $"{read} {person.OfferedRole}"), ct);
        return null;
    }
}
