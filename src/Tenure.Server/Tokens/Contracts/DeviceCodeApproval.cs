using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;

namespace Tenure.Server.Tokens.Contracts;

/// <summary>The page's side of a device code: what a person confirms in a browser (RFC 8628 §3.3).</summary>
internal sealed class DeviceCodeApproval(TokenPrincipals principals)
{
    /// <summary>The client whose code is in this request's <c>user_code</c>; <c>null</c> when there is none or it is wrong or used.</summary>
    public static async Task<string?> FindClientAsync(HttpContext context) =>
        (await AuthenticateAsync(context))?.GetClaim(OpenIddictConstants.Claims.ClientId);

    /// <summary>Confirms the code of this request; <c>false</c> when it is wrong or used, or the caller's own session has just ended.</summary>
    public async Task<bool> ApproveAsync(HttpContext context, CurrentAccount caller, CancellationToken ct)
    {
        if (await AuthenticateAsync(context) is not { } asked || asked.GetClaim(OpenIddictConstants.Claims.ClientId) is not { } client)
        {
            return false;
        }

        if (await principals.LetInAsync(caller, SessionKind.DeviceCode, client, asked.GetScopes(), ct) is not { } principal)
        {
            return false;
        }

        await context.SignInAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, principal, new AuthenticationProperties { RedirectUri = "/connect/verified" });
        return true;
    }

    /// <summary>Refuses the code of this request: it can be confirmed no more, and who waits for it is told so. <c>false</c> when it is wrong or used.</summary>
    public static async Task<bool> RefuseAsync(HttpContext context)
    {
        if (await AuthenticateAsync(context) is null)
        {
            return false;
        }

        await context.ForbidAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, new AuthenticationProperties { RedirectUri = "/connect/verified?refused=true" });
        return true;
    }

    private static async Task<ClaimsPrincipal?> AuthenticateAsync(HttpContext context) =>
        context.GetOpenIddictServerRequest() is { UserCode.Length: > 0 }
        && await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme) is { Succeeded: true, Principal: { } principal }
            ? principal
            : null;
}
