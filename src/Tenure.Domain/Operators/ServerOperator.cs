namespace Tenure.Domain.Operators;

/// <summary>Somebody who runs the server: no holder, with a name and a password of its own.</summary>
public sealed class ServerOperator
{
    private ServerOperator()
    {
    }

    /// <summary>The inner id.</summary>
    public OperatorId Id { get; private set; }

    /// <summary>What the operator types to sign in, as <see cref="OperatorName"/> reads it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The password's hash as a PHC string.</summary>
    public string PasswordHash { get; private set; } = "";

    /// <summary>When the operator was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the operator was disabled (UTC), for good; <c>null</c> while they may sign in.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A new operator.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="name">As <see cref="OperatorName"/> read it.</param>
    /// <param name="passwordHash">A PHC string.</param>
    /// <param name="now">The time.</param>
    public static ServerOperator Create(OperatorId id, string name, string passwordHash, DateTimeOffset now) => new()
    {
        Id = id,
        Name = name,
        PasswordHash = passwordHash,
        CreatedAt = now,
    };

    /// <summary>Nobody signs in as this operator any more. Once is for good.</summary>
    public void Disable(DateTimeOffset now)
    {
        if (DisabledAt is null)
        {
            DisabledAt = now;
            Version++;
        }
    }
}
