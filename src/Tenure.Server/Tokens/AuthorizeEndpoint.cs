using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;

namespace Tenure.Server.Tokens;

/// <summary>Code with PKCE for the command line: a person who is signed in here gets a session of its own for the client.</summary>
internal static class AuthorizeEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/connect/authorize", async (HttpContext context, TokenPrincipals principals, CancellationToken ct) =>
        {
            var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The authorization server did not see this request.");
            var cookie = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            if (cookie.Principal is null || CurrentAccount.From(cookie.Principal) is not { } caller)
            {
                return Results.Challenge(
                    new AuthenticationProperties { RedirectUri = context.Request.Path + context.Request.QueryString }, [CookieAuthenticationDefaults.AuthenticationScheme]);
            }

            var principal = await principals.BeginSessionAsync(caller.Id, SessionKind.CommandLine, request.ClientId!, "", request.GetScopes(), ct);
            return Results.SignIn(principal, properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        })
        .AllowAnonymous().ExcludeFromDescription();
}
