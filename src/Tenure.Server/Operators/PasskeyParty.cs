using Tenure.Protocols.Signing;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Operators;

/// <summary>Whom passkeys belong to: this server at its own address, and no other one.</summary>
internal sealed class PasskeyParty(IssuerUrl issuer)
{
    private PasskeyScope Scope => PasskeyScope.Of(issuer.Value);

    /// <summary>The relying party's id (WebAuthn §5.1.2): the host's name.</summary>
    public string Id => Scope.Party;

    /// <summary>The one origin of pages that may use them: scheme, host, port.</summary>
    public string Origin => Scope.Origin;
}
