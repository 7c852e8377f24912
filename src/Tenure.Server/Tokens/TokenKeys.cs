using Microsoft.IdentityModel.Tokens;

namespace Tenure.Server.Tokens;

/// <summary>The keys of the authorization server, read from the database at start.</summary>
internal sealed class TokenKeys
{
    public ECDsaSecurityKey? Signing { get; set; }

    public SymmetricSecurityKey? Encryption { get; set; }
}
