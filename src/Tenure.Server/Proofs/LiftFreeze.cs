using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Request = Tenure.Client.Accounts.LiftFreeze;

namespace Tenure.Server.Proofs;

/// <summary>Lets far-reaching acts go on before the seven days are over: only with two proofs.</summary>
internal sealed class LiftFreeze(TwoProofs proofs, ProofChanges changes, Notices notices, SecurityEvents events, TimeProvider clock, ProofLog log)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/freeze/lift", async Task<Results<NoContent, RefusalResult>> (Request request, CurrentAccount holder, LiftFreeze lift, CancellationToken ct) =>
            TypedResults.From(await lift.ExecuteAsync(holder, request.Password, request.Transaction, request.Code, ct)))
        .WithSummary("Lift a freeze with two proofs");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount holder, string password, string? transaction, string? code, CancellationToken ct) =>
        SecondProof.Read(transaction, code, out var second) ?? await proofs.ExecuteAsync(holder, password, second, ProofPurpose.LiftFreeze, (account, token) => ThawAsync(account, second.IsFree, token), ct);

    private async Task<Refusal?> ThawAsync(Account account, bool isOnPaper, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (account.FrozenUntil is not { } until || until <= now)
        {
            return null;
        }

        if (account.RefuseThaw(isOnPaper, now) is { } early)
        {
            return early;
        }

        if (await changes.TakeAsync(account.Id, SecurityEventKind.FreezeLifted, ct) is { } refusal)
        {
            return refusal;
        }

        account.Thaw();
        events.Record(account.Id, SecurityEventKind.FreezeLifted);
        await notices.SendAsync(account.Id, ProofMails.FreezeLifted(account.Language, now), ct);
        log.FreezeLifted(account.Id);
        return null;
    }
}
