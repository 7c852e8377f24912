using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Operators.Pages;

/// <summary>One page of a document of a case, as a picture that was drawn anew, for the agent who was drawn for the case. Each look is written down.</summary>
internal static class ShowCaseDocument
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/operator/cases/{number}/documents/{document:int}/{page:int}", async Task<Results<FileContentHttpResult, UnauthorizedHttpResult, RefusalResult>> (
            string number, int document, int page, HttpContext context, OperatorSessions sessions, WorkOnCases work, CancellationToken ct) =>
        {
            if (await sessions.OfAsync(context, ct) is not { } caller)
            {
                return TypedResults.Unauthorized();
            }

            var picture = await work.PageAsync(caller, number, document, page, ct);
            return picture.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Bytes(picture.Value, "image/jpeg");
        })
        .RequireAuthorization(Policies.Operator).ExcludeFromDescription();
}
