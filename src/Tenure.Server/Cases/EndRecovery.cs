using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Request = Tenure.Client.Cases.EndRecovery;

namespace Tenure.Server.Cases;

/// <summary>The holder shows two proofs: nobody has to get back into this account. The recovery case is over.</summary>
internal sealed class EndRecovery(TenureDb db, HolderCases cases, TwoProofs proofs, AnnounceCase announce, CaseDocuments documents, CasesLog log, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder mine) => mine
        .MapPost("/{number}/end", async Task<Results<NoContent, RefusalResult>> (string number, Request request, CurrentAccount caller, EndRecovery end, CancellationToken ct) =>
            TypedResults.From(await end.ExecuteAsync(caller, number, request, ct)))
        .WithSummary("End a recovery case about the caller's account with two proofs");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, string number, Request request, CancellationToken ct)
    {
        if (WellFormedText.Check(request.Password, "password") is { } malformed)
        {
            return malformed;
        }

        if (SecondProof.Read(request.Transaction, request.Code, out var second) is { } unreadable)
        {
            return unreadable;
        }

        var found = await cases.FindAsync(caller.Id, number, ct);
        if (found.Refusal is { } unknown)
        {
            return unknown;
        }

        var id = found.Value.Id;
        return await proofs.ExecuteAsync(
            caller,
            request.Password,
            second,
            ProofPurpose.EndRecovery,
            async (_, token) =>
            {
                var one = await db.Cases.FirstAsync(c => c.Id == id, token);
                if (one.ProveHolder(clock.GetUtcNow()) is { } refusal)
                {
                    return refusal;
                }

                await announce.ContestedAsync(one, token);
                log.Moved(one.Id, CaseStep.ProveHolder, one.State);
                return await documents.FollowAsync(one, token);
            },
            ct);
    }
}
