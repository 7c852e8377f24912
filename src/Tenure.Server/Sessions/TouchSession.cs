using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Sessions;

/// <summary>Keeps "last seen" true for calls by token; for cookies <see cref="CookieSessions"/> does.</summary>
internal sealed class TouchSession(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, SessionBook book)
    {
        if (context.User.Identity is { IsAuthenticated: true, AuthenticationType: not CookieSessions.Scheme } && CurrentAccount.From(context.User) is { } caller)
        {
            await book.TouchAsync(caller.Id, caller.Session, context.RequestAborted);
        }

        await next(context);
    }
}
