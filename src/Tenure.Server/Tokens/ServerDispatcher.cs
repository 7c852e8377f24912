using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Gives OpenIddict's events to their handlers, as its own dispatcher does, which looks at all handlers and asks for each of their filters anew at each of the fifteen events of a sign-in.</summary>
internal sealed class ServerDispatcher(ServerHandlers handlers, IServiceProvider request) : IOpenIddictServerDispatcher
{
    public async ValueTask DispatchAsync<TContext>(TContext context)
        where TContext : BaseContext
    {
        foreach (var handler in handlers.Of<TContext>())
        {
            if (!await IsForAsync(handler.Filters, context))
            {
                continue;
            }

            await (handler.Shared ?? (IOpenIddictServerHandler<TContext>)request.GetRequiredService(handler.Service)).HandleAsync(context);
            if (context is BaseRequestContext { IsRequestHandled: true } or BaseRequestContext { IsRequestSkipped: true } or BaseValidatingContext { IsRejected: true })
            {
                return;
            }
        }
    }

    private static async ValueTask<bool> IsForAsync<TContext>(IOpenIddictServerHandlerFilter<TContext>[] filters, TContext context)
        where TContext : BaseContext
    {
        foreach (var filter in filters)
        {
            if (!await filter.IsActiveAsync(context))
            {
                return false;
            }
        }

        return true;
    }
}
