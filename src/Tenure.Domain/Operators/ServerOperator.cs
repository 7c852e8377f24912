namespace Tenure.Domain.Operators;

/// <summary>Somebody who runs the server: no holder, with a name and a password of its own.</summary>
public sealed class ServerOperator
{
    /// <summary>How long a role that two people agreed on is waited for.</summary>
    public static readonly TimeSpan RoleWait = TimeSpan.FromHours(72);

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

    /// <summary>What they may do until <see cref="RoleFrom"/>; <c>null</c> for an operator.</summary>
    public OperatorRole? HadRole { get; private set; }

    /// <summary>A role that the first of two people wants them to have; <c>null</c> when none is offered.</summary>
    public OperatorRole? OfferedRole { get; private set; }

    /// <summary>From when they have it (UTC); <c>null</c> until a second person agreed.</summary>
    public DateTimeOffset? RoleFrom { get; private set; }

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

    /// <summary>What they may do at a moment.</summary>
    public OperatorRole RoleAt(DateTimeOffset now) => OfferedRole is { } offered && RoleFrom <= now ? offered : HadRole ?? OperatorRole.Operator;

    /// <summary>The first of two people wants them to have a role. What is offered anew has to be agreed on anew.</summary>
    public void OfferRole(OperatorRole role, DateTimeOffset now)
    {
        (HadRole, OfferedRole, RoleFrom) = (RoleAt(now), role, null);
        Version++;
    }

    /// <summary>The second of two people agrees; nobody does so for themselves. They have the role after <see cref="RoleWait"/>.</summary>
    public Refusal? ConfirmRole(OperatorId by, DateTimeOffset now)
    {
        if (OfferedRole is null || RoleFrom is not null || by == Id || DisabledAt is not null)
        {
            return OperatorRefusals.RoleNotOffered;
        }

        RoleFrom = now + RoleWait;
        Version++;
        return null;
    }

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
