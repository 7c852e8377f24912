namespace Tenure.Domain.Accounts;

/// <summary>A person's account: the name under which devices are held.</summary>
public sealed class Account
{
    private Account()
    {
    }

    /// <summary>The inner id; never shown.</summary>
    public AccountId Id { get; private set; }

    /// <summary>What the person types and reads.</summary>
    public AccountNumber Number { get; private set; }

    /// <summary>How the person wants to be called; <c>null</c> when they did not say.</summary>
    public string? Nickname { get; private set; }

    /// <summary>The language the person reads, one of <see cref="Languages.All"/>.</summary>
    public string Language { get; private set; } = Languages.Default;

    /// <summary>Whether its person can sign in.</summary>
    public AccountState State { get; private set; }

    /// <summary>The password's hash as a PHC string; what it is made of is the server's business.</summary>
    public string PasswordHash { get; private set; } = "";

    /// <summary>When the password was last chosen (UTC); each time later than before, whatever the clock says, so that it tells one password from the next.</summary>
    public DateTimeOffset PasswordChosenAt { get; private set; }

    /// <summary>When the account was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A new account of a person who proved an address.</summary>
    public static Account Create(AccountId id, AccountNumber number, string passwordHash, string? nickname, string language, DateTimeOffset now) => new()
    {
        Id = id,
        Number = number,
        PasswordHash = passwordHash,
        PasswordChosenAt = now,
        Nickname = nickname,
        Language = language,
        CreatedAt = now,
    };

    /// <summary>The person wants to be called something else, or nothing.</summary>
    public void Rename(string? nickname)
    {
        if (nickname == Nickname)
        {
            return;
        }

        Nickname = nickname;
        Version++;
    }

    /// <summary>The person reads another language.</summary>
    public void Speak(string language)
    {
        if (language == Language)
        {
            return;
        }

        Language = language;
        Version++;
    }

    /// <summary>The person chose a new password.</summary>
    public void ChoosePassword(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        PasswordChosenAt = now > PasswordChosenAt ? now : PasswordChosenAt + TimeSpan.FromMicroseconds(1);
        Version++;
    }

    /// <summary>Nobody can sign in until <see cref="LiftSuspension"/>. Devices stay held. Refuses with <c>account_not_open</c> unless the account is open.</summary>
    public Refusal? Suspend()
    {
        if (State != AccountState.Open)
        {
            return AccountRefusals.NotOpen;
        }

        State = AccountState.Suspended;
        Version++;
        return null;
    }

    /// <summary>Its person can sign in again. Refuses with <c>account_not_suspended</c> unless it is suspended.</summary>
    public Refusal? LiftSuspension()
    {
        if (State != AccountState.Suspended)
        {
            return AccountRefusals.NotSuspended;
        }

        State = AccountState.Open;
        Version++;
        return null;
    }

    /// <summary>Ends the account for good.</summary>
    public void Close()
    {
        State = AccountState.Closed;
        Version++;
    }
}
