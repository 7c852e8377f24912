using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Cases;

/// <summary>A new link is taken into use by whoever got it: from then on it opens the case, and the one before opens nothing. docs/decisions/0118-a-new-link-to-a-case.md.</summary>
internal sealed class UseCaseLink(CaseDoor door)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/link", async Task<Results<NoContent, RefusalResult>> (string number, [FromHeader(Name = CaseDoor.Header)] string? secret, UseCaseLink use, CancellationToken ct) =>
            TypedResults.From(await use.ExecuteAsync(number, secret, ct)))
        .WithSummary("Take a new link into use: the one before ends");

    public async Task<Refusal?> ExecuteAsync(string number, string? secret, CancellationToken ct) => (await door.UseAsync(number, secret, ct)).Refusal;
}
