using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Localization;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Accounts.Pages;

/// <summary>On pages a signed-in person's own language comes first, in whatever browser they are.</summary>
internal sealed class AccountLanguage : RequestCultureProvider
{
    public override async Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        if (!PagePaths.IsPage(httpContext) || PagePaths.IsOperators(httpContext))
        {
            return null;
        }

        // Asked for by name: languages are chosen before the pipeline has looked who it is.
        var cookie = await httpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return cookie.Principal is { } principal && CurrentAccount.From(principal) is { } caller
            ? new ProviderCultureResult((await httpContext.RequestServices.GetRequiredService<AccountDirectory>().GetAsync(caller.Id, httpContext.RequestAborted)).Language)
            : null;
    }
}
