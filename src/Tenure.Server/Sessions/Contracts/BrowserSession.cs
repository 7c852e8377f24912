using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>Signs a browser in and out. A new session each time, so that an old cookie is never lifted to a new account.</summary>
internal sealed class BrowserSession(SessionBook book)
{
    /// <summary>Signs in; <c>false</c> when what the session stands on does not hold any more.</summary>
    /// <param name="also">What is written with the session.</param>
    public async Task<bool> SignInAsync(HttpContext context, SessionGround ground, IReadOnlyList<Statement> also, CancellationToken ct)
    {
        if (await book.BeginAsync(ground, SessionKind.Browser, context.CallerName, also, ct) is not { } session)
        {
            return false;
        }

        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new Claim(CurrentAccount.SubjectClaim, ground.Account.ToString()));
        identity.AddClaim(new Claim(CurrentAccount.SessionClaim, session.Id.ToString()));
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = true, ExpiresUtc = session.ExpiresAt });
        return true;
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
