using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Tenure.Server.Operators.Pages;

/// <summary>Ends the operator's session in this browser. A form posts it, never a link.</summary>
internal static class SignOutOperator
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/operator/sign-out", async Task<Results<RedirectHttpResult, BadRequest>> (HttpContext context, OperatorSessions sessions, CancellationToken ct) =>
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            {
                return TypedResults.BadRequest();
            }

            await sessions.EndAsync(context, ct);
            return TypedResults.LocalRedirect("~/operator/sign-in");
        })
        .WithMetadata(new RequireAntiforgeryTokenAttribute())
        .AllowAnonymous().ExcludeFromDescription();
}
