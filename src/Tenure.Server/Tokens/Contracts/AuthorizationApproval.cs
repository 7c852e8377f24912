using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;

namespace Tenure.Server.Tokens.Contracts;

/// <summary>The page's side of code with PKCE: a person who is signed in here lets the command line in.</summary>
/// <remarks>Asked every time: any program on the same machine could start this request in our client's name (RFC 8252 §8.6).</remarks>
internal sealed class AuthorizationApproval(TokenPrincipals principals)
{
    private static readonly string[] Ours = ["answer", "_handler", "__RequestVerificationToken"];

    /// <summary>The parameters of the running request, as they came, without those of the page's own form.</summary>
    public static IEnumerable<(string Name, string Value)> ParametersOf(HttpContext context) =>
        from parameter in Request(context).GetParameters()
        where !Ours.Contains(parameter.Key)
        select (parameter.Key, (string?)parameter.Value ?? "");

    /// <summary>Begins a session for the client and sends the browser back to it with a code; with a "no" when the caller's own session has just ended.</summary>
    public async Task ApproveAsync(HttpContext context, CurrentAccount caller, CancellationToken ct)
    {
        var request = Request(context);
        if (await principals.LetInAsync(caller, SessionKind.CommandLine, request.ClientId!, request.GetScopes(), ct) is not { } principal)
        {
            await RefuseAsync(context);
            return;
        }

        await context.SignInAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, principal);
    }

    /// <summary>Sends the browser back with <c>access_denied</c>.</summary>
    public static Task RefuseAsync(HttpContext context) => context.ForbidAsync(
        OpenIddictServerAspNetCoreDefaults.AuthenticationScheme,
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.AccessDenied,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The person refused.",
        }));

    private static OpenIddictRequest Request(HttpContext context) =>
        context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The authorization server did not see this request.");
}
