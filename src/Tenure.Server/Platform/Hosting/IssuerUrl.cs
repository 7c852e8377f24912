using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Hosting;

/// <summary>The server's own name: the issuer of tokens and tickets. Set by <c>Tenure:Issuer</c>; in development it follows the address listened on.</summary>
internal sealed class IssuerUrl(IOptions<ServerOptions> options, IServer server)
{
    /// <summary>Absolute, without a path, ending in a slash.</summary>
    /// <exception cref="InvalidOperationException">Not configured, and the server does not listen yet.</exception>
    public Uri Value => field ??= Find();

    private Uri Find()
    {
        var issuer = options.Value.Issuer is { Length: > 0 } configured
            ? configured
            : server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        return issuer is null
            ? throw new InvalidOperationException("The server does not listen yet and Tenure:Issuer is not set.")
            : new Uri(issuer.TrimEnd('/') + "/", UriKind.Absolute);
    }
}
