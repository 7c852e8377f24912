using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Problems;
using Request = Tenure.Client.Cases.WriteToCase;

namespace Tenure.Server.Cases;

/// <summary>The person writes to the agents of a case. Lines are kept, everything else that cannot be shown is refused.</summary>
internal sealed class WriteToCase(TenureDb db, CaseChange change, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/messages", async Task<Results<NoContent, RefusalResult>> (string number, Request request, [FromHeader(Name = CaseDoor.Header)] string? secret, WriteToCase write, CancellationToken ct) =>
            TypedResults.From(await write.ExecuteAsync(number, secret, request.Text, ct)))
        .WithSummary("Write to the agents of a case");

    public async Task<Refusal?> ExecuteAsync(string number, string? secret, string typed, CancellationToken ct)
    {
        if (WellFormedText.Check(typed, "text") is { } malformed)
        {
            return malformed;
        }

        var text = typed.ReplaceLineEndings("\n").Trim();
        if (text.EnumerateRunes().Count() is < 1 or > CaseRules.LongestMessage || !text.Split('\n').All(ShownText.IsShowable))
        {
            return CaseRefusals.MessageMalformed;
        }

        return await change.ExecuteAsync(
            number,
            secret,
            async one =>
            {
                if (one.IsOver)
                {
                    return CaseRefusals.Elsewhere;
                }

                if (await db.CaseMessages.CountAsync(m => m.CaseId == one.Id && m.ByPerson, ct) >= CaseRules.MostMessages)
                {
                    return CaseRefusals.MessagesLimited;
                }

                var last = await db.CaseMessages.Where(m => m.CaseId == one.Id).MaxAsync(m => (int?)m.Number, ct) ?? 0;
                db.CaseMessages.Add(new CaseMessageRow(one.Id, last + 1, ByPerson: true, clock.GetUtcNow(), CaseReason.None, text));
                return null;
            },
            ct);
    }
}
