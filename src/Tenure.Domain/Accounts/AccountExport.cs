namespace Tenure.Domain.Accounts;

/// <summary>Everything about an account, as an archive that its person fetches once.</summary>
public sealed class AccountExport
{
    /// <summary>How long an archive waits to be fetched.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>How long it cannot be fetched where the second proof went to an address: the mailbox may be open on the very device that asks.</summary>
    public static readonly TimeSpan MailWait = TimeSpan.FromHours(24);

    /// <summary>Exports within <see cref="Window"/>.</summary>
    public const int Most = 3;

    /// <summary>How long an export counts, and how long its row is kept.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    private AccountExport()
    {
    }

    /// <summary>Asked for now.</summary>
    /// <param name="id">A new id; it names the file.</param>
    /// <param name="account">Whose.</param>
    /// <param name="hasFreeProof">Whether the second proof lives on no device.</param>
    /// <param name="now">The time (UTC).</param>
    public AccountExport(Guid id, AccountId account, bool hasFreeProof, DateTimeOffset now)
    {
        Id = id;
        AccountId = account;
        AskedAt = now;
        EndsAt = (hasFreeProof ? now : now + MailWait) + Kept;
    }

    /// <summary>Whose.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>Names the file.</summary>
    public Guid Id { get; private set; }

    /// <summary>When it was asked for (UTC).</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>From when on it can be fetched (UTC), if it is ready by then.</summary>
    public DateTimeOffset? UsableAt => EndsAt - Kept;

    /// <summary>The same with one second proof or another: with a code that went to an address never within <see cref="MailWait"/> of <see cref="AskedAt"/>, however it was asked for.</summary>
    public DateTimeOffset? UsableFrom(bool hasFreeProof) => hasFreeProof || UsableAt >= AskedAt + MailWait ? UsableAt : AskedAt + MailWait;

    /// <summary>How far it is.</summary>
    public AccountExportState State { get; private set; }

    /// <summary>Parts that are in the archive, while it is made.</summary>
    public int Done { get; private set; }

    /// <summary>Parts that will be; 0 before it is begun.</summary>
    public int Of { get; private set; }

    /// <summary>The key of the file, sealed; <c>null</c> unless there is something to fetch.</summary>
    public byte[]? Key { get; private set; }

    /// <summary>Bytes of the archive; 0 before it is ready.</summary>
    public long Length { get; private set; }

    /// <summary>When it was ready (UTC).</summary>
    public DateTimeOffset? ReadyAt { get; private set; }

    /// <summary>Until when it can be fetched (UTC); <see cref="Kept"/> after it can be at the earliest.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    /// <summary>When it was fetched (UTC); <c>null</c> when it never was.</summary>
    public DateTimeOffset? FetchedAt { get; private set; }

    /// <summary>Concurrency token: rises with each change.</summary>
    public int Version { get; private set; }

    /// <summary>The whole table: what a step leads to; <c>null</c> where it is none. docs/capabilities/leaving.md draws it and a test compares them.</summary>
    public static AccountExportState? Next(AccountExportState state, AccountExportStep step) => (state, step) switch
    {
        (AccountExportState.Making, AccountExportStep.Finish) => AccountExportState.Ready,
        (AccountExportState.Ready, AccountExportStep.Fetch) => AccountExportState.Over,
        (AccountExportState.Making or AccountExportState.Ready, AccountExportStep.End) => AccountExportState.Over,
        _ => null,
    };

    /// <summary>Whether another one may be asked for. Refuses with <c>export_pending</c> while one is made or waits, and with <c>export_limit</c> until the oldest of <see cref="Most"/> counts no more.</summary>
    /// <param name="before">Those that the account had.</param>
    /// <param name="now">The time (UTC).</param>
    public static Refusal? RefuseMore(IReadOnlyCollection<AccountExport> before, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (before.Any(e => e.State == AccountExportState.Making || e.CanBeFetched(now)))
        {
            return ExportRefusals.Pending;
        }

        return NextFrom(before, now) is { } next ? ExportRefusals.Limit(next - now) : null;
    }

    /// <summary>From when on another one may be asked for (UTC), as far as their number is concerned; <c>null</c> when now.</summary>
    /// <inheritdoc cref="RefuseMore"/>
    public static DateTimeOffset? NextFrom(IReadOnlyCollection<AccountExport> before, DateTimeOffset now)
    {
        var counting = before.Where(e => e.AskedAt + Window > now).OrderByDescending(e => e.AskedAt).Take(Most).ToList();
        return counting.Count < Most ? null : counting[^1].AskedAt + Window;
    }

    /// <summary>Whether there is an archive that waits, for its person or for <see cref="UsableAt"/>.</summary>
    public bool CanBeFetched(DateTimeOffset now) => State == AccountExportState.Ready && now < EndsAt;

    /// <summary>The archive is there.</summary>
    /// <param name="key">Of its file, sealed.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="now">The time (UTC).</param>
    /// <exception cref="InvalidOperationException">It is not being made.</exception>
    public void Finish(byte[] key, long length, DateTimeOffset now)
    {
        Move(AccountExportStep.Finish);
        (Key, Length, ReadyAt, EndsAt) = (key, length, now, EndsAt > now + Kept ? EndsAt : now + Kept);
    }

    /// <summary>It is fetched: nobody fetches it again. Refuses with <c>export_none</c>, and with <c>export_waiting</c> before <see cref="UsableFrom"/>.</summary>
    /// <param name="now">The time (UTC).</param>
    /// <param name="hasFreeProof">Whether the second proof that fetches it lives on no device.</param>
    /// <param name="key">The sealed key, which is not kept any more.</param>
    public Refusal? Fetch(DateTimeOffset now, bool hasFreeProof, out byte[] key)
    {
        key = Key ?? [];
        if (!CanBeFetched(now))
        {
            return ExportRefusals.None;
        }

        if (UsableFrom(hasFreeProof) is { } from && now < from)
        {
            return ExportRefusals.Waiting with { RetryAfter = from - now };
        }

        Move(AccountExportStep.Fetch);
        (FetchedAt, Key) = (now, null);
        return null;
    }

    /// <summary>There is nothing to fetch any more, or there will not be.</summary>
    /// <exception cref="InvalidOperationException">It is over already.</exception>
    public void End()
    {
        Move(AccountExportStep.End);
        Key = null;
    }

    private void Move(AccountExportStep step)
    {
        State = Next(State, step) ?? throw new InvalidOperationException($"{step} is no step of an export that is {State}.");
        Version++;
    }
}
