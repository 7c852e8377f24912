using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Tenure.Server.Tokens;

/// <summary>What a native sign-in asked for at its first step; the second step cannot change it.</summary>
internal sealed record AuthSession(string Transaction, string ClientId, ImmutableArray<string> Scopes, string CodeChallenge, string DeviceName);

/// <summary>Writes and reads <c>auth_session</c>: encrypted and authenticated, good for 15 minutes; the code behind it has its own, shorter life.</summary>
internal sealed class AuthSessions(IDataProtectionProvider protection)
{
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Tenure.AuthSession").ToTimeLimitedDataProtector();

    public string Write(AuthSession session) => protector.Protect(JsonSerializer.Serialize(session), TimeSpan.FromMinutes(15));

    /// <summary>The session, or <c>null</c> for anything that is not one of ours or is too old.</summary>
    public AuthSession? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<AuthSession>(protector.Unprotect(text));
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
