using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Shows the account that lies open. Each time is written down.</summary>
internal sealed class LookAtAccount(TenureDb db, AccountDirectory accounts, SessionBook sessions, OperatorLogBook log)
{
    /// <summary>What is seen; <c>null</c> when no account lies open.</summary>
    public async Task<LookedAtAccount?> ExecuteAsync(CurrentOperator caller, CancellationToken ct)
    {
        if (caller.Session.Account is not { } id || await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct) is not { } account)
        {
            return null;
        }

        // Written first: nothing is shown that could not be written down.
        await log.AppendAsync(OperatorEvents.Looked, new LoggedAct(caller.Operator.Name, id.ToString()), ct);
        return new LookedAtAccount(
            id, account.Number, account.State, account.CreatedAt, [.. (await accounts.IdentifiersAsync(id, ct)).Select(i => i.Address.Masked)],
            (await sessions.ListOpenAsync(id, ct)).Count, await db.Set<Device>().CountAsync(d => d.Holder == id, ct));
    }
}
