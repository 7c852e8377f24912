using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Operators;

/// <summary>Takes what an operator's passkey signed for one act: once, and while the nonce in it lives.</summary>
internal sealed class SignWithPasskey(TenureDb db, PasskeyCheck check, DeviceNonces nonces, OperatorLogBook log, TimeProvider clock)
{
    /// <summary>The signature, to be written down with the act; its nonce is used up, whatever becomes of the act.</summary>
    /// <param name="caller">Who signs.</param>
    /// <param name="said">As the browser sent it.</param>
    /// <param name="challenge">What had to be signed, from the nonce.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>Refuses with <c>passkey_missing</c>, <c>passkey_waiting</c>, <c>passkey_malformed</c>, <c>passkey_refused</c>, <c>passkey_late</c> and <c>passkey_copied</c>.</returns>
    public async Task<Answer<LoggedSignature>> ExecuteAsync(CurrentOperator caller, PasskeySaid said, Func<string, byte[]> challenge, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (caller.Operator.RefusePasskeys(now) is { } none)
        {
            return none;
        }

        var proven = await check.ProveAsync(caller.Operator, said, challenge, ct);
        if (proven.Refusal is { } refusal)
        {
            return refusal;
        }

        var (key, counter, signature) = proven.Value;
        if (!key.Counts(now))
        {
            return OperatorRefusals.PasskeyWaiting with { RetryAfter = key.CountsFrom - now };
        }

        if (!await nonces.TakeAsync(said.NonceBytes, ct))
        {
            return OperatorRefusals.PasskeyLate;
        }

        try
        {
            if (caller.Operator.UsePasskey(key, counter, now) is { } copied)
            {
                await log.AppendAsync(OperatorEvents.PasskeyCopied, new LoggedAct(caller.Operator.Name, About: signature.Credential), ct);
                return copied;
            }

            await db.SaveChangesAsync(ct);
            return signature;
        }
        catch (DbUpdateConcurrencyException)
        {
            // It signed something else at the same moment, and which of both was first is not known.
            db.ChangeTracker.Clear();
            return OperatorRefusals.PasskeyLate;
        }
    }
}
