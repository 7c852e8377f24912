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
using Account = Tenure.Domain.Accounts.Account;
using Request = Tenure.Client.Accounts.VerifyReset;

namespace Tenure.Server.Accounts.Resets;

/// <summary>The person types the code of a reset. Of two at once with the right code, one goes on and the other is told that the code is spent.</summary>
internal sealed class VerifyReset(TenureDb db, Codes codes, ResetProofs proofs, CodeBudgets budgets, CodeSms sms, Throttles throttles, RegistrationRules rules, PasswordRules passwords, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder resets) => resets
        .MapPost("/{id}/verification", async Task<Results<Ok<ResetProven>, RefusalResult>> (string id, Request request, HttpContext context, VerifyReset verify, CancellationToken ct) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var answer = await verify.ExecuteAsync(id, request.Code, context.CallerAddress, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Ok(answer.Value);
        })
        .WithSummary("Prove the address with the code");

    /// <returns>What is asked for next.</returns>
    public async Task<Answer<ResetProven>> ExecuteAsync(string id, string code, IPAddress address, CancellationToken ct)
    {
        if ((WellFormedText.Check(id, "id") ?? CodeText.Read(code, out _, orOfAddress: true)) is { } unreadable)
        {
            return unreadable;
        }

        _ = CodeText.Read(code, out var digits, orOfAddress: true);
        var key = Codes.KeyOf(id);
        // By network and never by address: a stranger's wrong codes must not keep its owner out. Codes of six digits are few enough.
        Gate[] gates = [throttles.Gate(throttles.Rules.PerNetwork, "reset-code", Network.Of(address).Prefix)];
        var state = await throttles.TakeAsync(gates, ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        ResetProven? proven = null;
        var refusal = await budgets.TryAsync(subject: null, TryOnceAsync, ct);
        if (refusal != SignInRefusals.CodeWrong)
        {
            await throttles.GiveBackAsync(state, gates, ct);
        }

        return refusal is { } no ? no : proven!;

        async Task<Refusal?> TryOnceAsync(CancellationToken token)
        {
            if (await db.PasswordResets.FirstOrDefaultAsync(r => r.Key == key, token) is not { } reset)
            {
                return SignInRefusals.CodeSpent;
            }

            var now = clock.GetUtcNow();
            if (reset.Verify(HashOf(reset, digits, now), now, rules) is { } wrong)
            {
                return wrong;
            }

            var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == reset.AccountId, token);
            if (await proofs.CheckAsync(reset, account, token) is { } over)
            {
                db.ChangeTracker.Clear();
                return over;
            }

            if (reset.Address.Phone is { } number)
            {
                await sms.VerifiedByStrangerAsync(number, token);
            }

            proven = await NextAsync(reset, account!, token);
            return null;
        }
    }

    private async Task<ResetProven> NextAsync(PasswordReset reset, Account account, CancellationToken ct)
    {
        var (isNeeded, other) = await proofs.NeededAsync(reset, account, ct);
        var kind = other?.Kind switch
        {
            IdentifierKind.Email => "email",
            IdentifierKind.Phone => "phone",
            null => null,
        };
        return new ResetProven(isNeeded, kind, passwords.ShortestFor(account.AlwaysAsk), reset.ExpiresAt);
    }

    // The code of the address does in every reset of it, for whoever has an account there.
    private byte[] HashOf(PasswordReset reset, string digits, DateTimeOffset now) =>
        reset.Address.Email is { } email && codes.IsOfAddress(email, digits, now, Codes.ToReset) && reset.AccountId != default ? reset.Code.Hash : codes.HashOf(reset.Key, digits);
}
