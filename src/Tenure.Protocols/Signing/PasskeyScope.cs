namespace Tenure.Protocols.Signing;

/// <summary>Whom passkeys belong to: the server at its own address, and no other one.</summary>
/// <remarks>Browsers take no IP address for it; on loopback it is <c>localhost</c>, whatever the server listens on.</remarks>
/// <param name="Party">The relying party's id (WebAuthn §5.1.2): the host's name.</param>
/// <param name="Origin">The one origin of pages that may use them: scheme, host, port.</param>
public sealed record PasskeyScope(string Party, string Origin)
{
    /// <summary>Of the server at an address.</summary>
    /// <param name="issuer">Absolute.</param>
    public static PasskeyScope Of(Uri issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var host = issuer.IsLoopback ? "localhost" : issuer.IdnHost;
        return new(host, new UriBuilder(issuer.Scheme, host, issuer.Port).Uri.GetLeftPart(UriPartial.Authority));
    }
}
