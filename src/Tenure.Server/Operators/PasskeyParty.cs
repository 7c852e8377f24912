using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Operators;

/// <summary>Whom passkeys belong to: this server at its own address, and no other one.</summary>
/// <remarks>Browsers take no IP address for it; on loopback it is <c>localhost</c>, whatever the server listens on.</remarks>
internal sealed class PasskeyParty(IssuerUrl issuer)
{
    /// <summary>The relying party's id (WebAuthn §5.1.2): the host's name.</summary>
    public string Id => issuer.Value.IsLoopback ? "localhost" : issuer.Value.IdnHost;

    /// <summary>The one origin of pages that may use them: scheme, host, port.</summary>
    public string Origin => new UriBuilder(issuer.Value.Scheme, Id, issuer.Value.Port).Uri.GetLeftPart(UriPartial.Authority);
}
