using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Cases;
using Tenure.Domain.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Cases;

/// <summary>How a case stands, for its person. It says nothing of the account or the device: it is the same where there is none. That a device is lost hears who has it in hand.</summary>
internal sealed class GetCase(TenureDb db, CaseDoor door, CaseWorld world, CaseDocuments documents, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapGet("", async Task<Results<Ok<CaseStatus>, RefusalResult>> (string number, [FromHeader(Name = CaseDoor.Header)] string? secret, HttpContext context, GetCase get, CancellationToken ct) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.From(await get.ExecuteAsync(number, secret, ct));
        })
        .WithSummary("How a case stands");

    public async Task<Answer<CaseStatus>> ExecuteAsync(string number, string? secret, CancellationToken ct)
    {
        // Before the door: a link that ends in between gives no key that is newer than its end.
        var asked = clock.GetUtcNow();
        var found = await door.OpenAsync(number, secret, ct);
        if (found.Refusal is { } unknown)
        {
            return unknown;
        }

        var one = found.Value;
        var messages = await db.CaseMessages.AsNoTracking().Where(m => m.CaseId == one.Id).OrderBy(m => m.Number).ToListAsync(ct);
        DateTimeOffset? from = one.State == CaseState.Draft ? one.SubmitFrom(await world.BeforeAsync(one, ct)) : null;
        return new CaseStatus(
            CaseNumber.Grouped(one.Number), CaseNames.Of(one.Kind), CaseNames.Of(one.State), one.OpenedAt, from,
            one.State is CaseState.Announced or CaseState.Due ? one.DueAt : null, one.EndsAt, one.State == CaseState.Draft ? await MissingAsync(one, ct) : [], CaseNames.Of(one.Reason), one is { IsForLost: true, IsSigned: true },
            [.. messages.Select(m => new CaseMessage(m.At, m.ByPerson, m.Text, CaseNames.Of(m.Template)))], documents.KeyOf(one, asked), NotBefore(one, from), one.LetGoUntil);
    }

    // By what was sent alone: whatever else speaks for it says whose the account or device is.
    private async Task<List<string>> MissingAsync(Case one, CancellationToken ct)
    {
        var (any, points) = await documents.OwnPointsAsync(one, ct);
        List<string> missing = one.ContactProvenAt is null ? ["contact"] : [];
        missing.AddRange(any ? [] : ["documents"]);
        missing.AddRange(points < CaseScore.Least ? ["points"] : []);
        return missing;
    }

    private DateTimeOffset? NotBefore(Case one, DateTimeOffset? submitFrom)
    {
        var now = clock.GetUtcNow();
        if (one.TakeFrom > now)
        {
            return one.TakeFrom;
        }

        return CaseNames.Shown(one.State) is CaseState.Draft or CaseState.Submitted ? (submitFrom > now ? submitFrom.Value : now) + CaseRules.ShortestWait(one.Kind) : null;
    }
}
