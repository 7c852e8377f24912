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

/// <summary>Makes two recovery codes and shows them this once; those of before are void. A new way into the account: it is told to every address, and far-reaching acts wait.</summary>
internal sealed class DrawRecoveryCodes(SteppedUpChange change, RecoveryCodes codes, Notices notices, SecurityEvents events, TimeProvider clock, ProofLog log)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/recovery-codes", async Task<Results<Ok<RecoveryCodesDrawn>, RefusalResult>> (
            Request request, HttpContext context, CurrentAccount holder, DrawRecoveryCodes draw, CancellationToken ct) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var answer = await draw.ExecuteAsync(holder, request.Password, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Ok(new RecoveryCodesDrawn(answer.Value));
        })
        .WithSummary("Make two recovery codes; those of before are void");

    /// <returns>The codes in groups, as they are printed.</returns>
    public async Task<Answer<IReadOnlyList<string>>> ExecuteAsync(CurrentAccount holder, string password, CancellationToken ct)
    {
        IReadOnlyList<string> drawn = [];
        if (await change.ExecuteAsync(holder, password, ReplaceAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.RecoveryCodesMade(holder.Id);
        return drawn.Select(RecoveryCodeText.Grouped).ToArray();

        async Task<Refusal?> ReplaceAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            drawn = await codes.ReplaceAsync(account.Id, now, token);
            account.BeQuiet(now);
            events.Record(account.Id, SecurityEventKind.RecoveryCodesMade);
            await notices.SendAsync(account.Id, ProofMails.RecoveryCodesMade(account.Language, now), token);
            return null;
        }
    }
}
