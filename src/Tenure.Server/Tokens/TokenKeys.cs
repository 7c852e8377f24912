using Microsoft.IdentityModel.Tokens;

namespace Tenure.Server.Tokens;

/// <summary>The keys of the authorization server, read from the database at start.</summary>
internal sealed class TokenKeys
{
    /// <summary>For what others check: identity tokens.</summary>
    public ECDsaSecurityKey? Signing { get; set; }

    /// <summary>For what only this server checks: everything else.</summary>
    public SymmetricSecurityKey? Mac { get; set; }

    public SymmetricSecurityKey? Encryption { get; set; }
}
