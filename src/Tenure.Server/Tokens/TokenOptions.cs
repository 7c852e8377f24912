using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Tokens;

/// <summary>Gives OpenIddict its keys and its name when it first needs them: after start, before the first answer.</summary>
internal sealed class TokenOptions(TokenKeys keys, IssuerUrl issuer, TimeProvider clock) : IConfigureOptions<OpenIddictServerOptions>
{
    public void Configure(OpenIddictServerOptions options)
    {
        options.TimeProvider = clock;
        options.Issuer = issuer.Value;
        options.SigningCredentials.Add(new SigningCredentials(keys.Signing ?? throw new InvalidOperationException("The token keys are not read yet."), SecurityAlgorithms.EcdsaSha256));
        // Taken for all that need not be checked by others: a tenth of the work of a P-256 signature, and of checking one.
        options.SigningCredentials.Add(new SigningCredentials(keys.Mac, SecurityAlgorithms.HmacSha256));
        options.EncryptionCredentials.Add(new EncryptingCredentials(keys.Encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }
}
