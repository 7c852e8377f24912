using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Sessions;

/// <summary>A cookie is as good as its session: ended there, it is refused at the next request.</summary>
internal sealed class CookieSessions(SessionBook book) : CookieAuthenticationEvents
{
    /// <summary>Name of the cookie's scheme.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Goes nowhere: where a sign-in leads is the page's decision, which takes only what a header can hold and what is ours.</summary>
    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) => Task.CompletedTask;

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var ct = context.HttpContext.RequestAborted;
        if (context.Principal is null || CurrentAccount.From(context.Principal) is not { } caller || !await book.IsOpenAsync(caller.Id, caller.Session, ct))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return;
        }

        await book.TouchAsync(caller.Id, caller.Session, ct);
    }
}
