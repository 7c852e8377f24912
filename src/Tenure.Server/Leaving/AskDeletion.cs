using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Leaving;

/// <summary>The person wants their account deleted, and proves twice that they are its person. Lost devices may be sealed; their release codes are shown this once, and work once the account is erased.</summary>
internal sealed class AskDeletion(
    TenureDb db, TwoProofs proofs, ProofChanges changes, ListObstacles obstacles, DeviceSeals seals, LeavingMails mails, TimeProvider clock, LeavingLog log)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/deletion", async Task<Results<Ok<DeletionAsked>, RefusalResult>> (Client.Accounts.AskDeletion request, CurrentAccount caller, AskDeletion ask, CancellationToken ct) =>
            TypedResults.From(await ask.ExecuteAsync(caller, request, ct)))
        .WithSummary("Have the account deleted");

    public async Task<Answer<DeletionAsked>> ExecuteAsync(CurrentAccount caller, Client.Accounts.AskDeletion request, CancellationToken ct)
    {
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? WellFormedText.Check(request.Password, "password") ?? Check(request.Seal)) is { } unreadable)
        {
            return unreadable;
        }

        IReadOnlyList<string> chosen = request.Seal ?? [];
        AccountDeletion? deletion = null;
        IReadOnlyList<ReleaseCode> codes = [];
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.AccountDeletion, AskAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.DeletionAsked(caller.Id);
        return new DeletionAsked(deletion!.AskedAt, deletion.DueAt, codes);

        async Task<Refusal?> AskAsync(Domain.Accounts.Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (account.RefuseFarReaching(now) is { } stopped)
            {
                return stopped;
            }

            if (await db.Deletions.AnyAsync(d => d.AccountId == caller.Id, token))
            {
                return DeletionRefusals.Pending;
            }

            var inTheWay = await obstacles.ExecuteAsync(caller.Id, token);
            if (inTheWay.Any(o => o.Kind != Obstacles.LostDevice || !chosen.Contains(o.Subject, StringComparer.Ordinal)))
            {
                return DeletionRefusals.Blocked;
            }

            if (await changes.TakeAsync(caller.Id, SecurityEventKind.DeletionAsked, token) is { } often)
            {
                return often;
            }

            codes = await seals.DrawAsync(caller.Id, [.. inTheWay.Select(o => new DeviceId(o.Subject!))], token);
            var secret = Codes.DrawId();
            deletion = new AccountDeletion(caller.Id, Codes.KeyOf(secret), now);
            db.Deletions.Add(deletion);
            await mails.AskedAsync(account, deletion, secret, token);
            return null;
        }
    }

    private static Refusal? Check(IReadOnlyList<string>? ids) => ids?.Select(id => WellFormedText.Check(id, "seal")).FirstOrDefault(refusal => refusal is not null);
}
