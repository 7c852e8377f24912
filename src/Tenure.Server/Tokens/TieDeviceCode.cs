using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Ties a device code that a person allows to the authorization of its session, before it becomes valid: tokens take theirs from the code's row.</summary>
/// <remarks>OpenIddict leaves it tied to what it was asked for with, which nobody revokes: the tokens would outlive the session.</remarks>
internal sealed class TieDeviceCode(IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<ProcessSignInContext>
{
    /// <summary>Before the row is marked as valid.</summary>
    public static readonly int Order = OpenIddictServerHandlers.UpdateReferenceDeviceCodeEntry.Descriptor.Order - 500;

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is not OpenIddictServerEndpointType.EndUserVerification || context.DeviceCodePrincipal is not { } code
            || code.GetTokenId() is not { } id || await tokens.FindByIdAsync(id, context.CancellationToken) is not { } row)
        {
            return;
        }

        var descriptor = new OpenIddictTokenDescriptor();
        await tokens.PopulateAsync(descriptor, row, context.CancellationToken);
        descriptor.AuthorizationId = code.GetAuthorizationId();
        await tokens.UpdateAsync(row, descriptor, context.CancellationToken);
    }
}
