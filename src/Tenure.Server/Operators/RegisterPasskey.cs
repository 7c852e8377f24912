using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Registers a passkey, with the password; where there is one already, that one signs for the new one.</summary>
internal sealed class RegisterPasskey(TenureDb db, PasskeyCheck check, DeviceNonces nonces, OperatorStepUp stepUp, OperatorLogBook log, TimeProvider clock)
{
    /// <param name="caller">Whose.</param>
    /// <param name="typedName">What they call it.</param>
    /// <param name="password">Theirs.</param>
    /// <param name="said">What the new passkey said.</param>
    /// <param name="voucher">What a passkey that they have said of it, over the same nonce; <c>null</c> where they have none.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(CurrentOperator caller, string typedName, string password, PasskeySaid said, string? voucher, CancellationToken ct)
    {
        var (person, now) = (caller.Operator, clock.GetUtcNow());
        if (Passkey.ReadName(typedName, out var name) is { } malformed)
        {
            return malformed;
        }

        if (await stepUp.CheckAsync(caller, password, ct) is { } notProven)
        {
            return notProven;
        }

        var read = await check.ReadNewAsync(person, said, ct);
        if (read.Refusal is { } refused)
        {
            return refused;
        }

        var (made, used) = (read.Value, (Passkey?)null);
        var counter = 0u;
        if (person.Passkeys.Count > 0)
        {
            var proven = await check.ProveAsync(person, said with { Answer = voucher }, nonce => PasskeyChallenge.OfVoucher(person.Name, nonce, made.Attestation), ct);
            if (proven.Refusal is { } unproven)
            {
                return unproven;
            }

            (used, counter, _) = proven.Value;
        }

        if (!await nonces.TakeAsync(said.NonceBytes, ct))
        {
            return OperatorRefusals.PasskeyLate;
        }

        var id = Guid.CreateVersion7(now);
        try
        {
            if (used is not null && person.UsePasskey(used, counter, now) is { } copied)
            {
                await log.AppendAsync(OperatorEvents.PasskeyCopied, new LoggedAct(person.Name, About: Base64Url.EncodeToString(used.Credential)), ct);
                return copied;
            }

            if (person.AddPasskey(id, name, made.Credential, made.PublicKey, made.Counter, used, now) is { } refusal)
            {
                db.ChangeTracker.Clear();
                return refusal;
            }

            var vouched = used is null ? "" : " " + Base64Url.EncodeToString(used.Credential);
            await log.AppendAsync(
                OperatorEvents.PasskeyRegistered, new LoggedAct(person.Name, About: $"{Base64Url.EncodeToString(made.Credential)} {Base64Url.EncodeToString(made.PublicKey)}{vouched}"), ct);
            return null;
        }
        catch (DbUpdateException)
        {
            // Somebody else has it, or the operator changed meanwhile.
            db.ChangeTracker.Clear();
            _ = person.RemovePasskey(id);
            return OperatorRefusals.PasskeyRefused;
        }
    }
}
