using Tenure.Domain.Accounts;

namespace Tenure.Domain.SignIn;

/// <summary>A browser or device that signed in with a code: it is spared the code, and a stranger's wrong passwords do not slow it down.</summary>
/// <remarks>It skips the second proof only, never the password. A row that is gone is a device that is no longer known.</remarks>
public sealed class KnownDevice
{
    private KnownDevice()
    {
    }

    /// <summary>Whose device it is.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>SHA-256 of the secret that the device keeps; 256 random bits need no slower hash.</summary>
    public byte[] SecretHash { get; private set; } = [];

    /// <summary>What the client called itself.</summary>
    public string? Name { get; private set; }

    /// <summary>When it became known (UTC).</summary>
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>When it stops being known (UTC); use does not move it.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>A device on which a code was typed.</summary>
    public static KnownDevice Make(AccountId account, byte[] secretHash, string? name, DateTimeOffset now, SignInRules rules) => new()
    {
        AccountId = account,
        SecretHash = secretHash,
        Name = name,
        MadeAt = now,
        ExpiresAt = now + rules.KnownDeviceLifetime,
    };

    /// <summary>Whether it still counts.</summary>
    public bool IsKnown(DateTimeOffset now) => now < ExpiresAt;
}
