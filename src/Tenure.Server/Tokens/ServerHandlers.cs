using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Which of OpenIddict's some 400 handlers are for which of its events, found once.</summary>
internal sealed class ServerHandlers(IOptionsMonitor<OpenIddictServerOptions> options, IServiceProvider root)
{
    private readonly ConcurrentDictionary<Type, object> byEvent = new();

    /// <summary>The handlers of an event, in their order.</summary>
    public Handler<TContext>[] Of<TContext>()
        where TContext : BaseContext => (Handler<TContext>[])byEvent.GetOrAdd(typeof(TContext), static (_, all) => all.Find<TContext>(), this);

    private Handler<TContext>[] Find<TContext>()
        where TContext : BaseContext =>
        [.. from handler in options.CurrentValue.Handlers where handler.ContextType == typeof(TContext) select New<TContext>(handler)];

    // Filters are services without a state, for the life of the process; so are most handlers.
    private Handler<TContext> New<TContext>(OpenIddictServerHandlerDescriptor handler)
        where TContext : BaseContext => new(
        [.. handler.FilterTypes.Select(filter => (IOpenIddictServerHandlerFilter<TContext>)root.GetRequiredService(filter))],
        handler.ServiceDescriptor switch
        {
            { ImplementationInstance: IOpenIddictServerHandler<TContext> instance } => instance,
            { Lifetime: ServiceLifetime.Singleton, ServiceType: var type } => (IOpenIddictServerHandler<TContext>)root.GetRequiredService(type),
            _ => null,
        },
        handler.ServiceDescriptor.ServiceType);

    /// <summary>One handler.</summary>
    /// <param name="Filters">All must say that it is for the event at hand.</param>
    /// <param name="Shared">The handler itself where all requests share it.</param>
    /// <param name="Service">What a request makes its own one of otherwise.</param>
    internal sealed record Handler<TContext>(IOpenIddictServerHandlerFilter<TContext>[] Filters, IOpenIddictServerHandler<TContext>? Shared, Type Service)
        where TContext : BaseContext;
}
