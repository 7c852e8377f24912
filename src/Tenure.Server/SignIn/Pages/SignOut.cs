using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.SignIn.Pages;

/// <summary>Ends this browser's session. A form posts it, never a link.</summary>
internal static class SignOut
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/sign-out", async Task<Results<RedirectHttpResult, BadRequest>> (HttpContext context, BrowserSession browser, SessionEnding ending, CancellationToken ct) =>
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            {
                return TypedResults.BadRequest();
            }

            await browser.SignOutAsync(context, ending, ct);
            return TypedResults.LocalRedirect("~/");
        })
        .WithMetadata(new RequireAntiforgeryTokenAttribute())
        .AllowAnonymous().ExcludeFromDescription();
}
