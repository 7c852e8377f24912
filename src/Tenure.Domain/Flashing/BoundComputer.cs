using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Flashing;

/// <summary>A computer that may flash an account's devices, known by a key of its own.</summary>
public sealed class BoundComputer
{
    /// <summary>Most computers of one account, those that wait among them.</summary>
    public const int MostOfAccount = 3;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 80;

    /// <summary>How long a binding waits whose second proof was a code by mail: whoever reads the mailbox may not be the holder.</summary>
    public static readonly TimeSpan MailWait = TimeSpan.FromHours(24);

    /// <summary>How long it is known of a computer that it was removed.</summary>
    public static readonly TimeSpan RemovalKept = TimeSpan.FromDays(60);

    private BoundComputer()
    {
    }

    /// <summary>Whose.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>Of its key.</summary>
    public ComputerId Id { get; private set; }

    /// <summary>What its holder calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>When it was asked for (UTC).</summary>
    public DateTimeOffset AppliedAt { get; private set; }

    /// <summary>From when it counts (UTC).</summary>
    public DateTimeOffset BoundAt { get; private set; }

    /// <summary>The session that asked for it.</summary>
    public SessionId AppliedIn { get; private set; }

    /// <summary>When it was removed (UTC); <c>null</c> while it is not. One that was is kept for a while, so that whoever sits at it is told.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>Asks for a computer to be bound.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="id">Of its key.</param>
    /// <param name="name">As typed; cut to <see cref="MaxNameLength"/>.</param>
    /// <param name="session">That asks.</param>
    /// <param name="byMail">Whether the second proof was a code by mail.</param>
    /// <param name="now">The time.</param>
    public static BoundComputer Apply(AccountId account, ComputerId id, string name, SessionId session, bool byMail, DateTimeOffset now) => new()
    {
        AccountId = account,
        Id = id,
        Name = ShortText.Cut(name, MaxNameLength),
        AppliedAt = now,
        BoundAt = byMail ? now + MailWait : now,
        AppliedIn = session,
    };

    /// <summary>It is removed.</summary>
    public void Remove(DateTimeOffset now)
    {
        RemovedAt = now;
        Version++;
    }

    /// <summary>One that was removed is asked for anew: as <see cref="Apply"/>.</summary>
    public void ApplyAnew(string name, SessionId session, bool byMail, DateTimeOffset now)
    {
        var fresh = Apply(AccountId, Id, name, session, byMail, now);
        (Name, AppliedAt, BoundAt, AppliedIn, RemovedAt) = (fresh.Name, fresh.AppliedAt, fresh.BoundAt, fresh.AppliedIn, null);
        Version++;
    }

    /// <summary>Whether it counts.</summary>
    public bool IsBound(DateTimeOffset now) => now >= BoundAt;

    /// <summary>It is asked for once more: with a better proof it waits no longer, with the same one as long as before.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool ApplyAgain(bool byMail, DateTimeOffset now)
    {
        if (byMail || IsBound(now))
        {
            return false;
        }

        BoundAt = now;
        Version++;
        return true;
    }

    /// <summary>Refuses with <c>computer_waiting</c> before its time; the refusal says how long.</summary>
    public Refusal? RefuseWaiting(DateTimeOffset now) => IsBound(now) ? null : ComputerRefusals.Waiting with { RetryAfter = BoundAt - now };

    /// <summary>Refuses with <c>computer_limit</c> when an account has as many as it may.</summary>
    /// <param name="already">How many it has, this one not counted.</param>
    public static Refusal? RefuseMore(int already) => already < MostOfAccount ? null : ComputerRefusals.Limit;

    /// <summary>Refuses with <c>computer_session</c> unless the session began on the computer itself: a code that somebody else shows may be confirmed by a person who was talked into it.</summary>
    public static Refusal? RefuseSession(SessionKind? kind) => kind is SessionKind.CommandLine ? null : ComputerRefusals.Session;
}
