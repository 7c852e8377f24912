using Tenure.Domain.Accounts;

namespace Tenure.Domain.SignIn;

/// <summary>A place where an account is signed in, from sign-in to its end.</summary>
public sealed class Session
{
    /// <summary>The longest name that is kept, in characters.</summary>
    public const int MaxNameLength = 80;

    private Session()
    {
    }

    /// <summary>Begins a session.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="account">Who signed in.</param>
    /// <param name="kind">Where.</param>
    /// <param name="name">What the client calls itself; shown, never trusted; cut to <see cref="MaxNameLength"/>.</param>
    /// <param name="network">Where the sign-in came from, as coarsely as <see cref="SignIn.Network"/> keeps it; <c>null</c> when unknown.</param>
    /// <param name="now">The time of sign-in.</param>
    /// <param name="lifetime">How long it may last at most.</param>
    public Session(SessionId id, AccountId account, SessionKind kind, string name, string? network, DateTimeOffset now, TimeSpan lifetime)
    {
        Id = id;
        AccountId = account;
        Kind = kind;
        Name = ShortText.Cut(name, MaxNameLength);
        Network = network;
        StartedAt = now;
        LastSeenAt = now;
        ExpiresAt = now + lifetime;
    }

    /// <summary>Whose session it is.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>The session's id.</summary>
    public SessionId Id { get; private set; }

    /// <summary>Where it lives.</summary>
    public SessionKind Kind { get; private set; }

    /// <summary>What the client called itself.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Where the sign-in came from.</summary>
    public string? Network { get; private set; }

    /// <summary>The sign-in.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>The last call, at most a minute late.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When it ends whatever happens.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When somebody ended it; <c>null</c> while it is open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The authorization behind its tokens; <c>null</c> for a session by cookie.</summary>
    public string? Authorization { get; private set; }

    /// <summary>Raised by every change, so that two changes at once cannot both win.</summary>
    public int Version { get; private set; }

    /// <summary>Whether calls in it are still answered.</summary>
    public bool IsOpen(DateTimeOffset now) => EndedAt is null && now < ExpiresAt;

    /// <summary>Ties the session to the authorization that its tokens belong to.</summary>
    public void BindTo(string authorization)
    {
        Authorization = authorization;
        Version++;
    }

    /// <summary>Ends it; ending twice changes nothing.</summary>
    public void End(DateTimeOffset now)
    {
        if (EndedAt is null)
        {
            EndedAt = now;
            Version++;
        }
    }
}
