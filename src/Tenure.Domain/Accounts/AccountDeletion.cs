namespace Tenure.Domain.Accounts;

/// <summary>An account is to be erased: after a time in which its person can take that back, anywhere.</summary>
public sealed class AccountDeletion
{
    /// <summary>Time to take it back.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    /// <summary>How long before the end the person is told once more.</summary>
    public static readonly TimeSpan RemindedBefore = TimeSpan.FromDays(7);

    private AccountDeletion()
    {
    }

    /// <summary>Asked for now.</summary>
    /// <param name="account">Which account.</param>
    /// <param name="linkHash">Hash of the secret in the link that calls it off.</param>
    /// <param name="now">The time (UTC).</param>
    public AccountDeletion(AccountId account, byte[] linkHash, DateTimeOffset now)
    {
        AccountId = account;
        LinkHash = linkHash;
        AskedAt = now;
        DueAt = now + Grace;
    }

    /// <summary>Which account.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>When it was asked for (UTC).</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>When the account is erased (UTC), unless a freeze or a quiet time lasts then: until that is over.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Hash of the secret in the first notice's link.</summary>
    public byte[] LinkHash { get; private set; } = [];

    /// <summary>Hash of the secret in the reminder's link; <c>null</c> before it.</summary>
    public byte[]? ReminderHash { get; private set; }

    /// <summary>When the person was told once more (UTC); <c>null</c> before.</summary>
    public DateTimeOffset? RemindedAt { get; private set; }

    /// <summary>When erasing began (UTC), after which nothing brings the account back; <c>null</c> before.</summary>
    public DateTimeOffset? BegunAt { get; private set; }

    /// <summary>Concurrency token: rises with each change.</summary>
    public int Version { get; private set; }

    /// <summary>How far it is.</summary>
    public AccountDeletionState State => (RemindedAt, BegunAt) switch
    {
        (_, not null) => AccountDeletionState.Begun,
        (not null, _) => AccountDeletionState.Reminded,
        _ => AccountDeletionState.Asked,
    };

    /// <summary>The whole table: what a step leads to; <c>null</c> where it is none. docs/capabilities/leaving.md draws it and a test compares them.</summary>
    public static AccountDeletionState? Next(AccountDeletionState state, AccountDeletionStep step) => (state, step) switch
    {
        (AccountDeletionState.Asked, AccountDeletionStep.Remind) => AccountDeletionState.Reminded,
        (AccountDeletionState.Reminded, AccountDeletionStep.Begin) => AccountDeletionState.Begun,
        (AccountDeletionState.Asked or AccountDeletionState.Reminded, AccountDeletionStep.CallOff) => AccountDeletionState.Kept,
        (AccountDeletionState.Begun, AccountDeletionStep.Finish) => AccountDeletionState.Erased,
        _ => null,
    };

    /// <summary>Whether it is time for the reminder.</summary>
    public bool IsReminderDue(DateTimeOffset now) => Next(State, AccountDeletionStep.Remind) is not null && DueAt - RemindedBefore <= now;

    /// <summary>The person is told once more. The grace lasts at least <see cref="RemindedBefore"/> from then on, however long the server was off.</summary>
    public void Remind(byte[] linkHash, DateTimeOffset now)
    {
        (RemindedAt, ReminderHash) = (now, linkHash);
        DueAt = DueAt < now + RemindedBefore ? now + RemindedBefore : DueAt;
        Version++;
    }

    /// <summary>Whether the account may be erased now, as far as time is concerned.</summary>
    public bool IsDue(DateTimeOffset now) => Next(State, AccountDeletionStep.Begin) is not null && DueAt <= now;

    /// <summary>Erasing begins. There is no way back.</summary>
    public void Begin(DateTimeOffset now)
    {
        BegunAt = now;
        Version++;
    }

    /// <summary>Whether it can still be called off; refuses with <c>deletion_over</c>.</summary>
    public Refusal? RefuseCallingOff() => Next(State, AccountDeletionStep.CallOff) is null ? DeletionRefusals.Over : null;
}
