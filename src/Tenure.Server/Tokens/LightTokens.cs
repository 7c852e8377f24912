using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Leaves out what no token here needs (docs/decisions/0055).</summary>
internal sealed class LightTokens(TimeProvider clock) : IOpenIddictServerHandler<GenerateTokenContext>
{
    /// <summary>When the keys are chosen, before a row would be made.</summary>
    public static readonly int Order = OpenIddictServerHandlers.Protection.CreateTokenEntry.Descriptor.Order - 500;

    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        switch (context.TokenType)
        {
            // No row: a person's is as good as its session, a device's lives ten minutes. An identity token opens nothing.
            case TokenTypeIdentifiers.AccessToken or TokenTypeIdentifiers.IdentityToken:
                context.CreateTokenEntry = false;
                break;
            // Signed, not encrypted: they hold what the access token shows, and the challenge that their client made.
            case TokenTypeIdentifiers.Private.AuthorizationCode:
                context.EncryptionCredentials = null;
                break;
            // Its row is written together with the use of what it is given for: RedeemAndRenew.
            case TokenTypeIdentifiers.RefreshToken:
                context.EncryptionCredentials = null;
                context.CreateTokenEntry = false;
                context.Principal.SetTokenId(Guid.CreateVersion7(clock.GetUtcNow()).ToString());
                break;
            default:
                break;
        }

        return ValueTask.CompletedTask;
    }
}
