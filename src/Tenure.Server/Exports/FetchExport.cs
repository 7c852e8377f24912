using System.Globalization;
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

/// <summary>The person fetches their archive, with two proofs made for it. From the moment that they are right nobody fetches it again: whether all of it arrived is not known here.</summary>
internal sealed class FetchExport(TenureDb db, TwoProofs proofs, RecoveryCodes codes, ProofChanges changes, ExportStore store, ExportMails mails, TimeProvider clock, ExportsLog log)
{
    private const string MediaType = "application/zip";

    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/export/file", async Task<Results<PushStreamHttpResult, RefusalResult>> (Client.Accounts.FetchExport request, CurrentAccount caller, HttpContext context, FetchExport fetch, CancellationToken ct) =>
        {
            var answer = await fetch.ExecuteAsync(caller, request, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : fetch.Send(context, answer.Value);
        })
        .WithSummary("Fetch the archive, once");

    public async Task<Answer<FetchedExport>> ExecuteAsync(CurrentAccount caller, Client.Accounts.FetchExport request, CancellationToken ct)
    {
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? WellFormedText.Check(request.Password, "password")) is { } unreadable)
        {
            return unreadable;
        }

        FetchedExport? fetched = null;
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.FetchExport, FetchAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.Fetched(caller.Id);
        return fetched!;

        async Task<Refusal?> FetchAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (account.RefuseFarReaching(now) is { } stopped)
            {
                return stopped;
            }

            if (await db.Exports.FirstOrDefaultAsync(e => e.AccountId == caller.Id && e.State == AccountExportState.Ready, token) is not { } export || !store.Has(export.Id))
            {
                return ExportRefusals.None;
            }

            // As for a reset: a mailbox takes the place of no paper.
            if (!second.IsFree && await codes.CountAsync(account, now, token) > 0)
            {
                return AccountRefusals.SecondProofNeeded;
            }

            var length = export.Length;
            if ((export.Fetch(now, second.IsFree, out var key) ?? await changes.TakeAsync(caller.Id, SecurityEventKind.ExportFetched, token)) is { } no)
            {
                return no;
            }

            fetched = new FetchedExport(export.Id, store.Unseal(export.Id, key), length, now);
            await mails.FetchedAsync(account, token);
            return null;
        }
    }

    /// <summary>The archive as an answer; its file is removed, however that ends.</summary>
    public PushStreamHttpResult Send(HttpContext context, FetchedExport fetched)
    {
        context.Response.ContentLength = fetched.Length;
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(
            async to =>
            {
                try
                {
                    await store.ReadAsync(fetched.Id, fetched.Key, to, context.RequestAborted);
                }
                finally
                {
                    store.Remove(fetched.Id);
                }
            },
            MediaType,
            string.Create(CultureInfo.InvariantCulture, $"tenure-export-{fetched.At:yyyy-MM-dd}.zip"));
    }
}
