using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Sessions;

/// <summary>Keeps "last seen" true for calls by token.</summary>
internal sealed class TouchSession(SessionBook book) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (CurrentAccount.From(context.HttpContext.User) is { } caller)
        {
            await book.TouchAsync(caller.Id, caller.Session, context.HttpContext.RequestAborted);
        }

        return await next(context);
    }
}
