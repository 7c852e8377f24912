using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Exports;

/// <summary>The person wants everything about their account, and proves twice that they are its person. It is made in the background.</summary>
internal sealed class AskExport(TenureDb db, TwoProofs proofs, ProofChanges changes, ExportMails mails, TimeProvider clock, ExportsLog log)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/export", async Task<Results<NoContent, RefusalResult>> (Client.Accounts.AskExport request, CurrentAccount caller, AskExport ask, CancellationToken ct) =>
            TypedResults.From(await ask.ExecuteAsync(caller, request, ct)))
        .WithSummary("Have everything about the account put into an archive");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, Client.Accounts.AskExport request, CancellationToken ct)
    {
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? WellFormedText.Check(request.Password, "password")) is { } unreadable)
        {
            return unreadable;
        }

        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.AccountExport, AskAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.Asked(caller.Id);
        return null;

        async Task<Refusal?> AskAsync(Domain.Accounts.Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if ((account.RefuseFarReaching(now) ?? AccountExport.RefuseMore(await db.Exports.AsNoTracking().Where(e => e.AccountId == caller.Id).ToListAsync(token), now)) is { } no)
            {
                return no;
            }

            if (await changes.TakeAsync(caller.Id, SecurityEventKind.ExportAsked, token) is { } often)
            {
                return often;
            }

            db.Exports.Add(new AccountExport(Guid.CreateVersion7(now), caller.Id, second.IsFree, now));
            await mails.AskedAsync(account, token);
            return null;
        }
    }
}
