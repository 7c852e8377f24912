using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Operators;

/// <summary>The operators' own cookie. It is as good as its session, and goes to pages of operators alone.</summary>
internal sealed class OperatorCookie(OperatorSessions sessions) : CookieAuthenticationEvents
{
    /// <summary>Name of the cookie's scheme.</summary>
    public const string Scheme = "Operator";

    /// <summary>Where operators' pages are, and the cookie's path.</summary>
    public const string Path = "/operator";

    /// <summary>Goes nowhere: after a sign-in comes the first page, always.</summary>
    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) => Task.CompletedTask;

    /// <summary>To the sign-in, without a word about where from.</summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect("/operator/sign-in");
        return Task.CompletedTask;
    }

    /// <inheritdoc cref="RedirectToLogin"/>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => RedirectToLogin(context);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.Principal is null || CurrentOperator.SessionOf(context.Principal) is not { } id || await sessions.FindOpenAsync(id, context.HttpContext.RequestAborted) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }

    public static void Configure(CookieAuthenticationOptions options, IHostEnvironment environment)
    {
        options.EventsType = typeof(OperatorCookie);
        // The prefix __Host- is for cookies of the whole server; this one is narrower.
        options.Cookie.Name = environment.IsDevelopment() ? "tenure-operator" : "__Secure-tenure-operator";
        options.Cookie.Path = Path;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieNames.Policy(environment);
        options.ExpireTimeSpan = Domain.Operators.OperatorSession.Lifetime;
        options.SlidingExpiration = false;
    }
}
