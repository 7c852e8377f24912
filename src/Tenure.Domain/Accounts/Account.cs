namespace Tenure.Domain.Accounts;

/// <summary>A person's account: the name under which devices are held.</summary>
public sealed class Account
{
    /// <summary>How long a freeze lasts.</summary>
    public static readonly TimeSpan FreezeTime = TimeSpan.FromDays(7);

    /// <summary>How long a new way into the account makes far-reaching acts wait.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromHours(72);

    /// <summary>Freezes that a holder lifts before the next one needs two proofs.</summary>
    public const int MostLifts = 3;

    /// <summary>How long a lifted freeze counts.</summary>
    public static readonly TimeSpan LiftsCount = TimeSpan.FromDays(30);

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

    /// <summary>
    /// When the password was last chosen (UTC), or <see cref="EndSignIns"/> ended what rests on it; each time later than before, whatever the clock says, so that it tells one time from the next.
    /// </summary>
    public DateTimeOffset PasswordChosenAt { get; private set; }

    /// <summary>When the account was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Whether every sign-in asks for a second proof, on known devices too.</summary>
    public bool AlwaysAsk { get; private set; }

    /// <summary>Until when (UTC) far-reaching acts are stopped because somebody may have taken the account over; <c>null</c> when they are not.</summary>
    public DateTimeOffset? FrozenUntil { get; private set; }

    /// <summary>Until when (UTC) far-reaching acts wait because a way into the account is new; <c>null</c> when none is.</summary>
    public DateTimeOffset? QuietUntil { get; private set; }

    /// <summary>When the password was last reset with one address alone (UTC); <c>null</c> when it never was, that was undone, or two proofs reset it since.</summary>
    public DateTimeOffset? ResetAt { get; private set; }

    /// <summary>
    /// The last sign of its person in sessions that are kept no more (UTC); <c>null</c> while every session is still there. The server writes it when it removes them, past <see cref="Version"/>.
    /// </summary>
    public DateTimeOffset? SeenAt { get; private set; }

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
        EndSignIns(now);
    }

    /// <summary>Sign-ins on their way and codes that wait end, as with a new password: they stand on <see cref="PasswordChosenAt"/>. The password stays.</summary>
    public void EndSignIns(DateTimeOffset now)
    {
        PasswordChosenAt = now > PasswordChosenAt ? now : PasswordChosenAt + TimeSpan.FromMicroseconds(1);
        Version++;
    }

    /// <summary>Who had forgotten the password chose a new one, without the old: far-reaching acts wait for <see cref="QuietTime"/>.</summary>
    /// <param name="passwordHash">Of the new one.</param>
    /// <param name="byTwoProofs">Whether more was shown than the code at one address.</param>
    /// <param name="now">When.</param>
    public void ResetPassword(string passwordHash, bool byTwoProofs, DateTimeOffset now)
    {
        ChoosePassword(passwordHash, now);
        ResetAt = byTwoProofs ? null : now;
        BeQuiet(now);
    }

    /// <summary>A person whose case was granted chose a password: what proved the person before proves nothing more, and far-reaching acts wait for <see cref="QuietTime"/>.</summary>
    public void Recover(string passwordHash, DateTimeOffset now)
    {
        AlwaysAsk = false;
        ResetPassword(passwordHash, byTwoProofs: false, now);
    }

    /// <summary>A reset is undone by who reads an address of before: the old password comes back, far-reaching acts are stopped for <see cref="FreezeTime"/>.</summary>
    /// <param name="passwordHash">Of the password of before.</param>
    /// <param name="alwaysAsk">Whether every sign-in asked for a second proof then.</param>
    /// <param name="resetAt">When an earlier reset, which stands, chose that password; <c>null</c> when none did lately.</param>
    /// <param name="now">When.</param>
    public void UndoReset(string passwordHash, bool alwaysAsk, DateTimeOffset? resetAt, DateTimeOffset now)
    {
        ChoosePassword(passwordHash, now);
        AlwaysAsk |= alwaysAsk;
        ResetAt = resetAt;
        FrozenUntil = Later(FrozenUntil, now + FreezeTime);
    }

    /// <summary>
    /// Whether a freeze may be lifted with the password and this second proof. Not by a code by mail or SMS within <see cref="QuietTime"/> of a reset that took such a code alone.
    /// Refuses with <c>account_quiet</c>.
    /// </summary>
    /// <param name="isOnPaper">Whether the second proof is a recovery code.</param>
    /// <param name="now">When.</param>
    public Refusal? RefuseThaw(bool isOnPaper, DateTimeOffset now) =>
        !isOnPaper && ResetAt + QuietTime > now ? AccountRefusals.Quiet with { RetryAfter = ResetAt + QuietTime - now } : null;

    /// <summary>
    /// Whether a phone that the account holds already opens again by a sign-in. Not within <see cref="QuietTime"/> of a reset with one address alone, and not in a freeze after one: whoever stole a locked phone
    /// has its SIM. Refuses with <c>account_quiet</c> or <c>account_frozen</c>, for as long as either lasts.
    /// </summary>
    public Refusal? RefuseReopening(DateTimeOffset now) => ResetAt is not { } reset ? null : (FrozenUntil - now, reset + QuietTime - now) switch
    {
        ({ Ticks: > 0 } frozen, var quiet) when frozen >= quiet => AccountRefusals.Frozen with { RetryAfter = frozen },
        (_, { Ticks: > 0 } quiet) => AccountRefusals.Quiet with { RetryAfter = quiet },
        _ => null,
    };

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

    /// <summary>From now on every sign-in asks for a second proof, or known devices are spared it again.</summary>
    public void SetAlwaysAsk(bool always)
    {
        if (always == AlwaysAsk)
        {
            return;
        }

        AlwaysAsk = always;
        Version++;
    }

    /// <summary>Stops far-reaching acts for <see cref="FreezeTime"/>; again, for as long from now. Within a day of the last time nothing changes, so that nobody can send mail after mail.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Freeze(DateTimeOffset now)
    {
        if (FrozenUntil - now > FreezeTime - TimeSpan.FromDays(1))
        {
            return false;
        }

        FrozenUntil = now + FreezeTime;
        Version++;
        return true;
    }

    /// <summary>A change of addresses is undone by who had one before: far-reaching acts are stopped for <see cref="FreezeTime"/>, whatever was before, and <see cref="EndSignIns"/>.</summary>
    public void UndoAddresses(DateTimeOffset now)
    {
        FrozenUntil = Later(FrozenUntil, now + FreezeTime);
        EndSignIns(now);
    }

    /// <summary>Whether one proof is enough for a freeze: not after its holder, with two, has lifted <see cref="MostLifts"/> of them in <see cref="LiftsCount"/>.</summary>
    /// <param name="lifts">How many were lifted in that time.</param>
    public static Refusal? RefuseFreeze(int lifts) => lifts < MostLifts ? null : AccountRefusals.FreezeLimited;

    /// <summary>The holder proved twice that they are there: far-reaching acts go on.</summary>
    public void Thaw()
    {
        FrozenUntil = null;
        Version++;
    }

    /// <summary>A way into the account is new: far-reaching acts wait for <see cref="QuietTime"/>.</summary>
    public void BeQuiet(DateTimeOffset now)
    {
        QuietUntil = Later(QuietUntil, now + QuietTime);
        Version++;
    }

    /// <summary>The same, but not in an account that is itself younger than that: nobody holds anything yet of which a new address could rob them.</summary>
    public void BeQuietUnlessNew(DateTimeOffset now)
    {
        if (now - CreatedAt >= QuietTime)
        {
            BeQuiet(now);
        }
    }

    /// <summary>Refuses with <c>account_frozen</c> while a freeze lasts.</summary>
    public Refusal? RefuseFrozen(DateTimeOffset now) => FrozenUntil > now ? AccountRefusals.Frozen with { RetryAfter = FrozenUntil - now } : null;

    /// <summary>Refuses while the account is suspended, or quiet: for what a freeze does not stop, because it protects who was robbed.</summary>
    public Refusal? RefuseQuiet(DateTimeOffset now) =>
        State != AccountState.Open ? AccountRefusals.Frozen
        : QuietUntil > now ? AccountRefusals.Quiet with { RetryAfter = QuietUntil - now }
        : null;

    /// <summary>Refuses what reaches far (release, change of addresses) while the account is suspended, frozen or quiet; the refusal says for how long, where that is known.</summary>
    public Refusal? RefuseFarReaching(DateTimeOffset now) => (FrozenUntil - now, QuietUntil - now) switch
    {
        _ when State != AccountState.Open => AccountRefusals.Frozen,
        ({ Ticks: > 0 } frozen, _) => AccountRefusals.Frozen with { RetryAfter = frozen },
        (_, { Ticks: > 0 } quiet) => AccountRefusals.Quiet with { RetryAfter = quiet },
        _ => null,
    };

    /// <summary>The addresses change: of two changes at once one begins again. Refuses as <see cref="RefuseFarReaching"/>.</summary>
    public Refusal? ChangeAddresses(DateTimeOffset now)
    {
        if (RefuseFarReaching(now) is { } refusal)
        {
            return refusal;
        }

        Claim();
        return null;
    }

    /// <summary>A unit of work is to be the only one on the account, even where it changes nothing of it: of two at once one begins again, and sees what the other did.</summary>
    public void Claim() => Version++;

    /// <summary>Ends the account for good.</summary>
    public void Close()
    {
        State = AccountState.Closed;
        Version++;
    }

    // A clock that was set back shortens no time that is under way already.
    private static DateTimeOffset Later(DateTimeOffset? before, DateTimeOffset next) => before > next ? before.Value : next;
}
