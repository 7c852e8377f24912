using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>Signs a browser in and out. A new session each time, so that an old cookie is never lifted to a new account.</summary>
internal sealed class BrowserSession(SessionBook book)
{
    /// <param name="also">What is written with the session or not at all.</param>
    public async Task SignInAsync(HttpContext context, AccountId account, IReadOnlyList<Statement> also, CancellationToken ct)
    {
        var session = await book.BeginAsync(account, SessionKind.Browser, context.CallerName, also, ct);
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(CurrentAccount.SubjectClaim, account.ToString()));
        identity.AddClaim(new Claim(CurrentAccount.SessionClaim, session.Id.ToString()));
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = true, ExpiresUtc = session.ExpiresAt });
    }

    public async Task SignOutAsync(HttpContext context, SessionEnding ending, CancellationToken ct)
    {
        if (CurrentAccount.From(context.User) is { } caller && await book.FindOpenAsync(caller.Id, caller.Session, ct) is { } session)
        {
            await ending.EndAsync(session, ct);
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }
}
