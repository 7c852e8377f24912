using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>Begins and finds sessions.</summary>
internal sealed class SessionBook(TenureDb db, SecurityEvents events, TimeProvider clock, SessionLog log)
{
    // Read with the question whether it is open: only a session that was not seen for a minute is written.
    private readonly Dictionary<SessionId, DateTimeOffset> lastSeen = [];

    /// <summary>How long a session lasts at most.</summary>
    public static TimeSpan Lifetime(SessionKind kind) => kind switch
    {
        // NIST SP 800-63B-4 §2.1.3: at most 30 days at AAL1. A phone is longer: docs/decisions/0012.
        SessionKind.Browser or SessionKind.CommandLine or SessionKind.DeviceCode => TimeSpan.FromDays(30),
        SessionKind.Phone => TimeSpan.FromDays(365),
    };

    /// <summary>Begins a session and saves it; <c>null</c> when what it stands on does not hold any more.</summary>
    /// <param name="ground">What it stands on.</param>
    /// <param name="name">What the client calls itself; may be empty.</param>
    /// <param name="also">What is written before it, in one go.</param>
    public async Task<Session?> BeginAsync(SessionGround ground, SessionKind kind, string name, IReadOnlyList<Statement> also, CancellationToken ct)
    {
        var session = New(ground, kind, name);
        return await BeginAsync(session, ground, also, [], ct) ? session : null;
    }

    /// <summary>A session that has not begun yet.</summary>
    public Session New(SessionGround ground, SessionKind kind, string name)
    {
        var now = clock.GetUtcNow();
        return new Session(new SessionId(Guid.CreateVersion7(now)), ground.Account, kind, name, events.CallerNetwork, now, Lifetime(kind));
    }

    /// <summary>Begins it and saves it; <c>false</c> when what it stands on does not hold any more.</summary>
    /// <param name="also">What is written before it, in one go.</param>
    /// <param name="then">What is written after it, in the same go. It must write nothing when the session is not there.</param>
    public async Task<bool> BeginAsync(Session session, SessionGround ground, IReadOnlyList<Statement> also, IReadOnlyList<Statement> then, CancellationToken ct)
    {
        if (await db.RunAllAsync([.. also, Beginning(session, ground), .. then, events.SignedIn(session)], ct) == 0)
        {
            log.SessionRefused(session.AccountId, session.Kind);
            return false;
        }

        log.SessionBegan(session.AccountId, session.Id, session.Kind);
        return true;
    }

    // Locked until it is written: who changes the password meanwhile waits, and then finds this session among those that end; or was first, and this one does not begin.
    private Statement Beginning(Session session, SessionGround ground)
    {
        var (from, proof) = ground switch
        {
            SessionGround.Password(_, var chosenAt) => ("accounts a WHERE a.password_chosen_at = $11", (object)UtcTimeConverter.ToStored(chosenAt)),
            SessionGround.Open(_, var id) =>
                ("accounts a JOIN sessions s ON s.account_id = a.id WHERE s.id = $11 AND s.ended_at IS NULL AND s.expires_at > $6", id.Value),
            _ => throw new InvalidOperationException("A session stands on nothing."),
        };
        return new(
            $"""
            INSERT INTO sessions (account_id, id, kind, name, network, started_at, last_seen_at, expires_at, version, "authorization")
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM {from} AND a.id = $1 AND a.state = 'Open'{db.ForShare}
            """,
            session.AccountId.Value, session.Id.Value, session.Kind.ToString(), session.Name, (object?)session.Network ?? DBNull.Value, UtcTimeConverter.ToStored(session.StartedAt),
            UtcTimeConverter.ToStored(session.LastSeenAt), UtcTimeConverter.ToStored(session.ExpiresAt), session.Version,
            (object?)session.Authorization ?? DBNull.Value, proof);
    }

    /// <summary>Whether the session is open: it began, was not ended and has not run out.</summary>
    public async Task<bool> IsOpenAsync(AccountId account, SessionId id, CancellationToken ct)
    {
        var open = await db.ReadAsync(
            new(
                "SELECT last_seen_at FROM sessions WHERE account_id = $1 AND id = $2 AND ended_at IS NULL AND expires_at > $3",
                account.Value, id.Value, UtcTimeConverter.ToStored(clock.GetUtcNow())),
            row => UtcTimeConverter.FromStored(row.GetDateTime(0)),
            ct);
        if (open is not [var seen])
        {
            return false;
        }

        lastSeen[id] = seen;
        return true;
    }

    /// <summary>The session while it is open; <c>null</c> when it never was, has ended or has run out.</summary>
    public async Task<Session?> FindOpenAsync(AccountId account, SessionId id, CancellationToken ct) =>
        await db.Sessions.FirstOrDefaultAsync(s => s.AccountId == account && s.Id == id, ct) is { } session && session.IsOpen(clock.GetUtcNow()) ? session : null;

    /// <summary>The open sessions of an account, the latest first.</summary>
    public async Task<List<Session>> ListOpenAsync(AccountId account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Sessions.Where(s => s.AccountId == account && s.EndedAt == null && s.ExpiresAt > now).OrderByDescending(s => s.LastSeenAt).ToListAsync(ct);
    }

    /// <summary>The statement that notes a refreshed token: within a day of the last sign of life it changes nothing. What calls our own API is noted there.</summary>
    public Statement Refreshing(AccountId account, SessionId id)
    {
        var now = clock.GetUtcNow();
        return new(
            "UPDATE sessions SET last_seen_at = $1 WHERE account_id = $2 AND id = $3 AND last_seen_at < $4",
            UtcTimeConverter.ToStored(now), account.Value, id.Value, UtcTimeConverter.ToStored(now.AddDays(-1)));
    }

    /// <summary>When an account was last used in any session but these (UTC), ended ones too while they are kept; <c>null</c> when none is on record.</summary>
    public Task<DateTimeOffset?> LastSeenAsync(AccountId account, IReadOnlyCollection<SessionId> except, CancellationToken ct) =>
        db.Sessions.Where(s => s.AccountId == account && !except.Contains(s.Id)).MaxAsync(s => (DateTimeOffset?)s.LastSeenAt, ct);

    /// <summary>Whether an account was signed in from a network before a moment.</summary>
    public Task<bool> WasInNetworkAsync(AccountId account, string network, DateTimeOffset before, CancellationToken ct) =>
        db.Sessions.AnyAsync(s => s.AccountId == account && s.Network == network && s.StartedAt < before, ct);

    /// <summary>Notes that a session is in use, at most once a minute.</summary>
    public Task TouchAsync(AccountId account, SessionId id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var minuteAgo = now.AddMinutes(-1);
        return lastSeen.TryGetValue(id, out var seen) && seen >= minuteAgo ? Task.CompletedTask : db.Sessions.Where(s => s.AccountId == account && s.Id == id && s.LastSeenAt < minuteAgo).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), ct);
    }
}
