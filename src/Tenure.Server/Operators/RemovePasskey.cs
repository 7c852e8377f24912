using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Operators;

/// <summary>Takes one of one's own passkeys away, with the password. One that is gone already is no mistake.</summary>
internal sealed class RemovePasskey(TenureDb db, OperatorStepUp stepUp, OperatorLogBook log)
{
    private const int MostTries = 3;

    public async Task<Refusal?> ExecuteAsync(CurrentOperator caller, Guid id, string password, CancellationToken ct)
    {
        if (await stepUp.CheckAsync(caller, password, ct) is { } notProven)
        {
            return notProven;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await db.Operators.FirstAsync(o => o.Id == caller.Operator.Id, ct) is var person && person.RemovePasskey(id) is { } key)
                {
                    await log.AppendAsync(OperatorEvents.PasskeyRemoved, new LoggedAct(person.Name, About: Base64Url.EncodeToString(key.Credential)), ct);
                }

                return null;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostTries)
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
