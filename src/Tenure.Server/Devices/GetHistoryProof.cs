using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices;

/// <summary>The history of a device as a proof file, for its holder's browser: what <c>tenure audit verify</c> checks without this server. With the details of the holder's own holding alone.</summary>
internal sealed class GetHistoryProof(TenureDb db, DeviceLogBook book, LogProofs proofs, ServerRoots roots, RateLimits limits)
{
    private const int PageSize = 100;
    private const string MediaType = "application/jsonl";
    private static readonly RateLimit PerAccount = RateLimit.Hourly(60);

    public static void MapPage(IEndpointRouteBuilder app) => app
        .MapGet("/devices/{id}/history", async Task<Results<PushStreamHttpResult, RefusalResult>> (string id, CurrentAccount caller, HttpContext context, GetHistoryProof get, CancellationToken ct) =>
        {
            var device = new DeviceId(id);
            var found = await get.FindAsync(caller.Id, device, ct);
            if (found.Refusal is { } refusal)
            {
                return TypedResults.Refused(refusal);
            }

            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Stream(to => get.WriteAsync(device, found.Value, to, context.RequestAborted), MediaType, "tenure-history.proof");
        })
        .RequireAuthorization(Policies.Page).ExcludeFromDescription();

    /// <summary>Whose holding it is, and how many entries there are under which checkpoint; <c>not_found</c>, <c>rate_limited</c>, or <c>log_not_ready</c> while the first one waits.</summary>
    public async Task<Answer<ProvenHistory>> FindAsync(AccountId holder, DeviceId id, CancellationToken ct)
    {
        if (await db.Devices.AsNoTracking().OfAsync(holder, id, ct) is not { HoldingId: { } holding } || await book.FindAsync(id, ct) is not { } log)
        {
            return EvidenceRefusals.NotFound;
        }

        if (await limits.TakeAsync(PerAccount, "history", holder.ToString(), ct) is { } tooMany)
        {
            return tooMany;
        }

        var first = await proofs.PlaceAsync(id, 0, ct);
        return first.Refusal is { } waits ? waits : new ProvenHistory(holding, log.Length, first.Value.Checkpoint);
    }

    /// <summary>Writes it, up to the first entry that waits for its place: about a second's.</summary>
    public async Task WriteAsync(DeviceId id, ProvenHistory found, Stream to, CancellationToken ct)
    {
        await ProofFile.WriteAsync(to, ProofHead.Of(found.Checkpoint.Signed, roots.All), ct);
        for (long from = 0; from < found.Length; from += PageSize)
        {
            var end = Math.Min(from + PageSize, found.Length);
            var places = await proofs.PlacesAsync(id, from, end, found.Checkpoint.Size, withProofs: true, ct);
            foreach (var line in await book.ReadAsync(id, found.Holding, from, end, ct))
            {
                if (!places.TryGetValue(line.Entry.Sequence, out var place))
                {
                    return;
                }

                await ProofFile.WriteAsync(to, new ProvenLine(line, place.Index, place.Proof!), ct);
            }
        }
    }
}
