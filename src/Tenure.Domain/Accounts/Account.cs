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

    /// <summary>What the person calls their gender, as <see cref="Gender.Read"/> gives it; <c>null</c> when they did not say.</summary>
    public string? Gender { get; private set; }

    /// <summary>The country or region the person named, one of <see cref="Countries.All"/>; <c>null</c> when they did not say.</summary>
    public string? Country { get; private set; }

    /// <summary>Names the picture that is kept and changes with it; <c>null</c> when there is none.</summary>
    public string? Picture { get; private set; }

    /// <summary>Whether its person can sign in.</summary>
    public AccountState State { get; private set; }

    /// <summary>The password's hash as a PHC string; what it is made of is the server's business.</summary>
    public string PasswordHash { get; private set; } = "";

    /// <summary>When the password was last chosen (UTC).</summary>
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
        Nickname = nickname;
        Version++;
    }

    /// <summary>The person reads another language.</summary>
    public void Speak(string language)
    {
        Language = language;
        Version++;
    }

    /// <summary>The person says what they call their gender, or nothing more.</summary>
    public void Describe(string? gender)
    {
        Gender = gender;
        Version++;
    }

    /// <summary>The person says where they live, or nothing more.</summary>
    public void Settle(string? country)
    {
        Country = country;
        Version++;
    }

    /// <summary>The person shows another picture, or none.</summary>
    public void Show(string? picture)
    {
        Picture = picture;
        Version++;
    }

    /// <summary>The person chose a new password.</summary>
    public void ChoosePassword(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        PasswordChosenAt = now;
        Version++;
    }

    /// <summary>The same password, hashed as hard as the server asks now.</summary>
    public void Rehash(string passwordHash)
    {
        PasswordHash = passwordHash;
        Version++;
    }

    /// <summary>Ends the account for good.</summary>
    public void Close()
    {
        State = AccountState.Closed;
        Version++;
    }
}
