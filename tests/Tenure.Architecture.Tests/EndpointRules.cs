using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Tenure.Architecture.Tests;

/// <summary>What must be true of each endpoint that a running host has.</summary>
internal static class EndpointRules
{
    // Of the framework's pages: answers nobody but with a redirect that the server encrypted itself.
    private const string OpaqueRedirect = "/_framework/opaque-redirect";

    /// <summary>Endpoints that leave open who may call them. "Anyone signed in" is no answer: a device is signed in too.</summary>
    public static IEnumerable<string> WithoutCaller(IEnumerable<RouteEndpoint> endpoints) =>
        from endpoint in endpoints
        where endpoint.RoutePattern.RawText != OpaqueRedirect
        where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        where !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is { Length: > 0 })
        where endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null
        select $"{Name(endpoint)} does not say who may call it";

    /// <summary>Handlers of ours that go on working when the caller has left.</summary>
    public static IEnumerable<string> WithoutCancellation(IEnumerable<RouteEndpoint> endpoints, Assembly ours) =>
        from endpoint in endpoints
        let handler = endpoint.Metadata.GetMetadata<MethodInfo>()
        where handler is not null && handler.DeclaringType?.Assembly == ours
        where handler.GetParameters().All(parameter => parameter.ParameterType != typeof(CancellationToken))
        select $"{Name(endpoint)} takes no cancellation token";

    private static string Name(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])} {endpoint.RoutePattern.RawText}";
}
