using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Accounts.Pages;

/// <summary>The switch at the top right: keeps the choice in this browser, and for a signed-in person in the account.</summary>
internal static class SwitchLanguage
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/language", async Task<Results<RedirectHttpResult, RefusalResult>> (
            HttpContext context, ChangeProfile change, [FromForm(Name = "language")] string language, [FromForm(Name = "return")] string? page, CancellationToken ct) =>
        {
            var chosen = Languages.Nearest(language);
            PageLanguages.Keep(context, chosen);
            if (CurrentAccount.From(context.User) is { } caller && await change.ExecuteAsync(caller.Id, new ChangeAccount(Language: chosen), ct) is { } refusal)
            {
                return TypedResults.Refused(refusal);
            }

            return TypedResults.LocalRedirect(LocalPath.Of(page));
        })
        .AllowAnonymous().ExcludeFromDescription();
}
