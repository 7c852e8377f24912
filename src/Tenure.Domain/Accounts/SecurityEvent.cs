namespace Tenure.Domain.Accounts;

/// <summary>Something that happened to an account, as its person reads it.</summary>
public sealed class SecurityEvent
{
    /// <summary>Most characters of a detail.</summary>
    public const int MaxDetailLength = 200;

    private SecurityEvent()
    {
    }

    /// <summary>A new event.</summary>
    /// <param name="id">A new id that grows with time.</param>
    /// <param name="account">To whom.</param>
    /// <param name="kind">What.</param>
    /// <param name="at">When.</param>
    /// <param name="client">What the client calls itself; <c>null</c> when nobody's client did it.</param>
    /// <param name="network">Where from, as coarsely as <see cref="SignIn.Network"/> keeps it; <c>null</c> when unknown.</param>
    /// <param name="detail">What the kind says it is; <c>null</c> for none.</param>
    public SecurityEvent(Guid id, AccountId account, SecurityEventKind kind, DateTimeOffset at, string? client, string? network, string? detail)
    {
        Id = id;
        AccountId = account;
        Kind = kind;
        At = at;
        Client = client is null ? null : ShortText.Cut(client, SignIn.Session.MaxNameLength);
        Network = network;
        Detail = detail is null ? null : ShortText.Cut(detail, MaxDetailLength);
    }

    /// <summary>Whose account.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>Grows with time.</summary>
    public Guid Id { get; private set; }

    /// <summary>What happened.</summary>
    public SecurityEventKind Kind { get; private set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>What the client called itself; shown, never trusted.</summary>
    public string? Client { get; private set; }

    /// <summary>Where it came from.</summary>
    public string? Network { get; private set; }

    /// <summary>As <see cref="Kind"/> says.</summary>
    public string? Detail { get; private set; }
}
