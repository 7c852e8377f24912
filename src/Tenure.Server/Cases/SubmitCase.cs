using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Cases;

/// <summary>The person hands a case in. One about the same thing is open at a time, and each in a year costs more time than the one before.</summary>
internal sealed class SubmitCase(TenureDb db, CaseChange change, CaseWorld world, CaseDocuments documents, AccountRecovery recovery, CasesLog log, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/submission", async Task<Results<NoContent, RefusalResult>> (string number, [FromHeader(Name = CaseDoor.Header)] string? secret, SubmitCase submit, CancellationToken ct) =>
            TypedResults.From(await submit.ExecuteAsync(number, secret, ct)))
        .WithSummary("Hand a case in");

    public Task<Refusal?> ExecuteAsync(string number, string? secret, CancellationToken ct) => change.ExecuteAsync(
        number,
        secret,
        async one =>
        {
            // Said now, not after weeks: who registered once more with the address they have could not take what is granted.
            if (one is { Kind: CaseKind.Recovery, TakesEvidence: true, ContactProvenAt: not null } && await recovery.RefuseAddressAsync(one.AccountId ?? default, EmailAddress.FromStored(one.Contact), ct) is { } taken)
            {
                return taken;
            }

            if (one.TakesEvidence && await documents.HandInAsync(one, ct) is { } looking)
            {
                return looking;
            }

            if (one.OpenAs is null && await db.Cases.FirstOrDefaultAsync(c => c.OpenAs == one.Subject, ct) is { } other)
            {
                // Nobody keeps the right person out: what the server knows more of goes before one that was not announced, and what it knows as well beside it. Neither is over by that.
                var open = await db.Cases.CountAsync(c => c.Subject == one.Subject && c.Id != one.Id && c.Round > 0 && c.ClosedAt == null, ct);
                if (other.AnnouncedAt is not null || !CaseRules.MayGoBeside(await world.KnownPointsAsync(one, ct), await world.KnownPointsAsync(other, ct), (await world.ScoreAsync(one, ct)).Points, open))
                {
                    return CaseRefusals.Open;
                }

                other.Yield();
                await db.SaveChangesAsync(ct);
            }

            var refusal = one.Submit(await world.LookAsync(one, ct), await world.BeforeAsync(one, ct), clock.GetUtcNow());
            if (refusal is null)
            {
                log.Moved(one.Id, CaseStep.Submit, one.State);
            }

            return refusal;
        },
        ct);
}
