namespace Tenure.Domain.Operators;

/// <summary>Somebody who runs the server: no holder, with a name and a password of its own.</summary>
public sealed class ServerOperator
{
    /// <summary>How long a role that two people agreed on is waited for.</summary>
    public static readonly TimeSpan RoleWait = TimeSpan.FromHours(72);

    /// <summary>Most passkeys of one operator.</summary>
    public const int MostPasskeys = 5;

    private readonly List<Passkey> passkeys = [];
    /// <summary>How long a new operator waits where nobody is left who could confirm them.</summary>
    public static readonly TimeSpan LonelyWait = TimeSpan.FromDays(30);

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

    /// <summary>What they sign decisions with.</summary>
    public IReadOnlyList<Passkey> Passkeys => passkeys;
    /// <summary>Whether they came after the server's first days: until somebody who was there confirmed them, and <see cref="RoleWait"/> is over, they confirm nobody.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A new operator: one of the first of a new server, who confirm each other, until <see cref="RoleWait"/> after the very first.</summary>
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

    /// <summary>A new operator of a server that has others.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="name">As <see cref="OperatorName"/> read it.</param>
    /// <param name="passwordHash">A PHC string.</param>
    /// <param name="others">All that ever were.</param>
    /// <param name="now">The time.</param>
    public static ServerOperator Create(OperatorId id, string name, string passwordHash, IReadOnlyCollection<ServerOperator> others, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(others);
        var made = Create(id, name, passwordHash, now);
        if (others.Count == 0 || now < others.Min(o => o.CreatedAt) + RoleWait)
        {
            return made;
        }

        // Where nobody is left who could confirm, time takes their place: a server whose operators are all gone is not without agents for ever.
        var isAlone = !others.Any(o => o.MayConfirm(now));
        (made.IsNew, made.OfferedRole, made.RoleFrom) = (true, OperatorRole.Operator, isAlone ? now + LonelyWait : null);
        return made;
    }

    /// <summary>Whether they are an operator who may confirm what is offered to others.</summary>
    public bool MayConfirm(DateTimeOffset now) => DisabledAt is null && RoleAt(now) == OperatorRole.Operator && (!IsNew || (OfferedRole == OperatorRole.Operator && RoleFrom <= now));

    /// <summary>What they may do at a moment.</summary>
    public OperatorRole RoleAt(DateTimeOffset now) => OfferedRole is { } offered && RoleFrom <= now ? offered : HadRole ?? OperatorRole.Operator;

    /// <summary>The first of two people wants them to have a role. What is offered anew has to be agreed on anew.</summary>
    public void OfferRole(OperatorRole role, DateTimeOffset now)
    {
        IsNew &= !MayConfirm(now);
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

    /// <summary>
    /// Adds a passkey. One for which another passkey of theirs vouched counts from when that one does; one for which none did counts after <see cref="RoleWait"/>, as a role does:
    /// the password alone, or whoever took the others away, makes nobody an agent at once.
    /// </summary>
    /// <param name="id">A new id.</param>
    /// <param name="name">As <see cref="Passkey.ReadName"/> read it.</param>
    /// <param name="credential">What the authenticator calls it.</param>
    /// <param name="publicKey">COSE_Key.</param>
    /// <param name="counter">What the authenticator counted.</param>
    /// <param name="voucher">The passkey that signed for it; <c>null</c> when none did, which is refused with <c>passkey_refused</c> where there is one.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? AddPasskey(Guid id, string name, byte[] credential, byte[] publicKey, uint counter, Passkey? voucher, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (passkeys.Count >= MostPasskeys)
        {
            return OperatorRefusals.PasskeyLimit;
        }

        if ((voucher is null && passkeys.Count > 0) || passkeys.Exists(key => key.Credential.AsSpan().SequenceEqual(credential)))
        {
            return OperatorRefusals.PasskeyRefused;
        }

        var from = voucher is null ? now + RoleWait : voucher.CountsFrom > now ? voucher.CountsFrom : now;
        passkeys.Add(new Passkey(id, name, credential, publicKey, counter, now, from));
        Version++;
        return null;
    }

    /// <summary>Whether decisions can be signed now; refuses with <c>passkey_missing</c> and <c>passkey_waiting</c>.</summary>
    public Refusal? RefusePasskeys(DateTimeOffset now) =>
        passkeys.Count == 0 ? OperatorRefusals.PasskeyMissing
        : passkeys.Exists(key => key.Counts(now)) ? null
        : OperatorRefusals.PasskeyWaiting with { RetryAfter = passkeys.Min(key => key.CountsFrom) - now };

    /// <summary>One of the passkeys signed; refuses with <c>passkey_copied</c>, and takes it away, when its counter says that there are two of it.</summary>
    public Refusal? UsePasskey(Passkey key, uint counter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        Version++;
        if (key.Use(counter, now))
        {
            return null;
        }

        passkeys.Remove(key);
        return OperatorRefusals.PasskeyCopied;
    }

    /// <summary>Takes a passkey away.</summary>
    /// <returns>It; <c>null</c> when there is none of this id.</returns>
    public Passkey? RemovePasskey(Guid id)
    {
        var key = passkeys.Find(k => k.Id == id);
        if (key is not null)
        {
            passkeys.Remove(key);
            Version++;
        }

        return key;
    }

    /// <summary>Takes all passkeys away.</summary>
    /// <returns>How many there were.</returns>
    public int RemovePasskeys()
    {
        var count = passkeys.Count;
        passkeys.Clear();
        Version += count == 0 ? 0 : 1;
        return count;
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
