using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>The code did not come: another one for the same address.</summary>
internal sealed class ResendAddressCode(TenureDb db, AddressCodes codes, AddressLimits limits, RegistrationRules rules, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder identifiers) => identifiers
        .MapPost("/{id}/resend", async Task<Results<Accepted<IdentifierStarted>, RefusalResult>> (
            string id, CurrentAccount caller, HttpContext context, ResendAddressCode resend, CancellationToken ct) =>
        {
            var answer = await resend.ExecuteAsync(caller, id, context.CallerAddress, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Accepted((string?)null, answer.Value);
        })
        .WithSummary("Ask for another code");

    public async Task<Answer<IdentifierStarted>> ExecuteAsync(CurrentAccount caller, string id, IPAddress from, CancellationToken ct)
    {
        if (WellFormedText.Check(id, "id") is { } malformed)
        {
            return malformed;
        }

        var key = Codes.KeyOf(id);
        if (await db.AddressProofs.FirstOrDefaultAsync(p => p.AccountId == caller.Id && p.Key == key && p.Session == caller.Session, ct) is not { } proof)
        {
            return SignInRefusals.CodeSpent;
        }

        var now = clock.GetUtcNow();
        if ((proof.CheckResend(now, rules) ?? await limits.TakeAsync(caller.Id, proof.Address, from, ct)) is { } wait)
        {
            return wait;
        }

        var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == caller.Id, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isKnown = await db.IsOfAnotherAsync(proof.Address, caller.Id, now, ct);
        var (unsent, hash) = await codes.SendAsync(key, proof.Address, AddressCodePurpose.Addition, isKnown, account.Language, Network.Of(from), ct);
        // Where the address's own code is sent, the one before stays good beside it.
        if ((unsent ?? proof.Resend(hash ?? proof.Code.Hash, now, rules)) is { } refusal)
        {
            return refusal;
        }

        try
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another request of the same person was first: its message is on the way.
            return SignInRefusals.Throttled(rules.FirstResend);
        }

        return new IdentifierStarted(id, proof.ExpiresAt, proof.ResendAt);
    }
}
