using OpenIddict.Server;
using Tenure.Server.Platform.Hosting;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Names the native sign-in in the server's metadata.</summary>
/// <remarks>draft-ietf-oauth-first-party-apps-02 §4: <c>authorization_challenge_endpoint</c>.</remarks>
internal sealed class AdvertiseChallenge(IssuerUrl issuer) : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.Metadata["authorization_challenge_endpoint"] = new Uri(issuer.Value, "connect/challenge").AbsoluteUri;
        return ValueTask.CompletedTask;
    }
}
