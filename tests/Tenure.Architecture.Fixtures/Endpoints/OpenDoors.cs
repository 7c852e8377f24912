using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Tenure.Architecture.Fixtures.Endpoints;

/// <summary>Endpoints that break the rules, and two that do not.</summary>
public static class OpenDoors
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/nobody-said-who", (CancellationToken _) => "").WithName("unsaid");
        routes.MapGet("/anyone-signed-in", [Authorize] (CancellationToken _) => "");
        routes.MapGet("/cannot-be-stopped", () => "").AllowAnonymous();
        routes.MapGet("/holder", (CancellationToken _) => "").RequireAuthorization("holder");
        routes.MapGet("/anyone", (HttpContext context, CancellationToken ct) => context.Response.WriteAsync("", ct)).AllowAnonymous();
    }
}
