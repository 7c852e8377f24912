using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Account = Tenure.Domain.Accounts.Account;
using Request = Tenure.Client.Accounts.DrawRecoveryCodes;

namespace Tenure.Server.Proofs;

/// <summary>
/// Makes two recovery codes and shows them this once; those of before are void. With the password when none works, with two proofs while some do: otherwise a thief would void the holder's paper.
/// A new way into the account: it is told to every address, far-reaching acts wait, and it cannot be made during a freeze.
/// </summary>
internal sealed class DrawRecoveryCodes(
    AccountChange change, TwoProofs proofs, RecoveryCodes codes, ProofChanges changes, Notices notices, SecurityEvents events, TimeProvider clock, ProofLog log)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/recovery-codes", async Task<Results<Ok<RecoveryCodesDrawn>, RefusalResult>> (
            Request request, HttpContext context, CurrentAccount holder, DrawRecoveryCodes draw, CancellationToken ct) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var answer = await draw.ExecuteAsync(holder, request.Password, request.Transaction, request.Code, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Ok(new RecoveryCodesDrawn(answer.Value));
        })
        .WithSummary("Make two recovery codes; those of before are void");

    /// <returns>The codes in groups, as they are printed.</returns>
    public async Task<Answer<IReadOnlyList<string>>> ExecuteAsync(CurrentAccount holder, string password, string? transaction, string? code, CancellationToken ct)
    {
        IReadOnlyList<string> drawn = [];
        if ((WellFormedText.Check(transaction, "transaction") ?? WellFormedText.Check(code, "code")) is { } malformed)
        {
            return malformed;
        }

        var unreadable = SecondProof.Read(transaction, code, out var second);
        var refused = (await codes.StateAsync(holder.Id, ct)).Left == 0
            ? await change.ExecuteAsync(holder, password, FirstAsync, ct)
            : unreadable ?? await proofs.ExecuteAsync(holder, password, second, ProofPurpose.RecoveryCodes, ReplaceAsync, ct);
        if (refused is { } refusal)
        {
            return refusal;
        }

        log.RecoveryCodesMade(holder.Id);
        return drawn.Select(RecoveryCodeText.Grouped).ToArray();

        // Made by another request meanwhile, they are not replaced with one proof.
        async Task<Refusal?> FirstAsync(Account account, CancellationToken token) =>
            (await codes.StateAsync(account.Id, token)).Left > 0 ? SignInRefusals.CodeWrong : await ReplaceAsync(account, token);

        async Task<Refusal?> ReplaceAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if ((account.RefuseFrozen(now) ?? await changes.TakeAsync(account.Id, SecurityEventKind.RecoveryCodesMade, token)) is { } no)
            {
                return no;
            }

            drawn = await codes.ReplaceAsync(account.Id, now, token);
            account.BeQuiet(now);
            events.Record(account.Id, SecurityEventKind.RecoveryCodesMade);
            await notices.SendAsync(account.Id, ProofMails.RecoveryCodesMade(account.Language, now), token);
            return null;
        }
    }
}
