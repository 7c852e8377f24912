using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Tenure.Client.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.Tokens.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Tenure.Server.Tokens;

/// <summary>Exchanges codes, refresh tokens and evidence for tokens.</summary>
internal static class TokenEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/connect/token", (HttpContext context, SessionBook sessions, [FromServices] IDeviceEvidence evidence, CancellationToken ct) =>
            context.GetOpenIddictServerRequest() is { GrantType: TokenClient.EvidenceGrant } request
                ? ForDeviceAsync(request, evidence, ct)
                : ForPersonAsync(context, sessions, ct))
        .AllowAnonymous().WithTags("Tokens").WithSummary("Token endpoint (RFC 6749 §3.2)").ExcludeFromDescription();

    private static async Task<IResult> ForPersonAsync(HttpContext context, SessionBook sessions, CancellationToken ct)
    {
        var asked = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        return asked.Principal is { } principal && CurrentAccount.From(principal) is { } caller && await sessions.IsOpenAsync(caller.Id, caller.Session, ct)
            ? Results.SignIn(principal, properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            : Refuse(Errors.InvalidGrant, "The session has ended.");
    }

    private static async Task<IResult> ForDeviceAsync(OpenIddictRequest request, IDeviceEvidence devices, CancellationToken ct)
    {
        if ((string?)request["evidence"] is not { Length: > 0 } evidence)
        {
            return Refuse(Errors.InvalidRequest, "evidence is missing.");
        }

        var device = await devices.VerifySessionAsync(evidence, ct);
        return device.Refusal is { } refusal
            ? Refuse(Errors.InvalidGrant, refusal.Reason)
            : Results.SignIn(TokenPrincipals.Of(device.Value), new AuthenticationProperties(), OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
