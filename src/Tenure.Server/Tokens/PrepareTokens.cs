using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Tenure.Client.SignIn;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Secrets;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Tenure.Server.Tokens;

/// <summary>Reads or makes the token keys and registers the clients that belong to Tenure itself.</summary>
internal sealed class PrepareTokens(ServerKeys keys, TokenKeys ring, IOpenIddictApplicationManager applications) : IStartUp
{
    public async Task RunAsync(CancellationToken ct)
    {
        var signing = ECDsa.Create();
        signing.ImportPkcs8PrivateKey(await keys.GetOrMakeAsync("token-signing", MakeSigningKey, ct), out _);
        ring.Signing = new ECDsaSecurityKey(signing) { KeyId = Base64UrlEncoder.Encode(SHA256.HashData(signing.ExportSubjectPublicKeyInfo())[..16]) };
        var mac = await keys.GetOrMakeAsync("token-mac", () => RandomNumberGenerator.GetBytes(32), ct);
        ring.Mac = new SymmetricSecurityKey(mac) { KeyId = Base64UrlEncoder.Encode(HMACSHA256.HashData(mac, "kid"u8)[..16]) };
        ring.Encryption = new SymmetricSecurityKey(await keys.GetOrMakeAsync("token-encryption", () => RandomNumberGenerator.GetBytes(32), ct));
        foreach (var client in Clients())
        {
            await RegisterAsync(client, ct);
        }
    }

    private static byte[] MakeSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private static IEnumerable<OpenIddictApplicationDescriptor> Clients()
    {
        string[] person = [Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken,
            Permissions.ResponseTypes.Code, Permissions.Prefixes.Scope + TokensModule.AccountScope, Permissions.Prefixes.Scope + TokensModule.DevicesScope];
        yield return Client(TokenClient.CommandLineClient, "Tenure command line",
            [.. person, Permissions.Endpoints.Authorization, Permissions.Endpoints.DeviceAuthorization, Permissions.GrantTypes.DeviceCode, AuthorizationCodes.NativePermission], new Uri("http://127.0.0.1/callback"));
        yield return Client(TokenClient.PhoneClient, "Tenure phone", [.. person, AuthorizationCodes.NativePermission], redirect: null);
        yield return Client(TokenClient.DeviceClient, "Tenure device",
            [Permissions.Endpoints.Token, Permissions.Prefixes.GrantType + TokenClient.EvidenceGrant, Permissions.Prefixes.Scope + TokensModule.DeviceScope], redirect: null);
    }

    private static OpenIddictApplicationDescriptor Client(string id, string name, string[] permissions, Uri? redirect)
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            DisplayName = name,
            ClientType = ClientTypes.Public,
            // A loopback redirect may use any port (RFC 8252 §7.3).
            ApplicationType = ApplicationTypes.Native,
            ConsentType = ConsentTypes.Implicit,
        };
        client.Permissions.UnionWith(permissions);
        if (redirect is not null)
        {
            client.RedirectUris.Add(redirect);
        }

        return client;
    }

    private async Task RegisterAsync(OpenIddictApplicationDescriptor client, CancellationToken ct)
    {
        if (await applications.FindByClientIdAsync(client.ClientId!, ct) is not { } known)
        {
            await applications.CreateAsync(client, ct);
            return;
        }

        // Nearly every start finds them as they are; writing them all the same would take a tenth of it.
        var registered = new OpenIddictApplicationDescriptor();
        await applications.PopulateAsync(registered, known, ct);
        if (!IsSame(registered, client))
        {
            await applications.UpdateAsync(known, client, ct);
        }
    }

    private static bool IsSame(OpenIddictApplicationDescriptor one, OpenIddictApplicationDescriptor other) =>
        (one.DisplayName, one.ClientType, one.ApplicationType, one.ConsentType) == (other.DisplayName, other.ClientType, other.ApplicationType, other.ConsentType)
        && one.Permissions.SetEquals(other.Permissions) && one.RedirectUris.SetEquals(other.RedirectUris);
}
