using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Operators.Pages;

/// <summary>The switch on pages of operators: keeps the choice in this browser alone.</summary>
internal static class SwitchOperatorLanguage
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/operator/language", RedirectHttpResult (
            HttpContext context, [FromForm(Name = "language")] string language, [FromForm(Name = "return")] string? page, CancellationToken _) =>
        {
            PageLanguages.Keep(context, language);
            return TypedResults.LocalRedirect(LocalPath.Of(page));
        })
        .AllowAnonymous().ExcludeFromDescription();
}
