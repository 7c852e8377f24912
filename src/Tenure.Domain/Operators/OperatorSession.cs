using Tenure.Domain.Accounts;

namespace Tenure.Domain.Operators;

/// <summary>A browser in which an operator is signed in, and the account that lies open there.</summary>
public sealed class OperatorSession
{
    /// <summary>How long it lasts at most.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>How long it lasts without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    private OperatorSession()
    {
    }

    /// <summary>Begins a session.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="holder">Who signed in.</param>
    /// <param name="now">The time of sign-in.</param>
    public OperatorSession(Guid id, OperatorId holder, DateTimeOffset now)
    {
        Id = id;
        OperatorId = holder;
        StartedAt = now;
        LastSeenAt = now;
    }

    /// <summary>The session's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public OperatorId OperatorId { get; private set; }

    /// <summary>The sign-in.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>The last request.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When somebody ended it; <c>null</c> while it is open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The account that was found last; <c>null</c> when none was.</summary>
    public AccountId? Account { get; private set; }

    /// <summary>Whether requests in it are still answered.</summary>
    public bool IsOpen(DateTimeOffset now) => EndedAt is null && now < StartedAt + Lifetime && now < LastSeenAt + Idle;

    /// <summary>A request came.</summary>
    public void Touch(DateTimeOffset now) => LastSeenAt = now;

    /// <summary>Opens an account, or closes the one that was open.</summary>
    public void Open(AccountId? account) => Account = account;

    /// <summary>Ends it.</summary>
    public void End(DateTimeOffset now) => EndedAt ??= now;
}
