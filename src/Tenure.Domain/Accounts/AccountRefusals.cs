namespace Tenure.Domain.Accounts;

/// <summary>Every "no" about accounts and registrations.</summary>
public static class AccountRefusals
{
    /// <summary>Not an e-mail address.</summary>
    public static readonly Refusal EmailMalformed = new("email_malformed", "This is not an e-mail address.", RefusalKind.Invalid, "email");

    /// <summary>Somebody finished a registration with the same address first. Said only to who proved the address.</summary>
    public static readonly Refusal AddressTaken = new("address_taken", "This address already has an account.", RefusalKind.Conflict);

    /// <summary>No such registration, or not the caller's.</summary>
    public static readonly Refusal RegistrationNotFound = new("not_found", "There is no such thing.", RefusalKind.NotFound);

    /// <summary>The address has not been confirmed yet.</summary>
    public static readonly Refusal RegistrationUnverified = new("registration_unverified", "The address has not been confirmed yet.", RefusalKind.Conflict);

    /// <summary>The registration already made its account.</summary>
    public static readonly Refusal RegistrationCompleted = new("registration_completed", "This registration is already finished.", RefusalKind.Gone);

    /// <summary>The registration is over.</summary>
    public static readonly Refusal RegistrationExpired = new("registration_expired", "This registration has expired.", RefusalKind.Gone);

    /// <summary>The account is frozen: somebody said that it may be in wrong hands.</summary>
    public static readonly Refusal Frozen = new("account_frozen", "The account is frozen.", RefusalKind.Conflict);

    /// <summary>An address or a second proof is new: a thief would want this now.</summary>
    public static readonly Refusal Quiet = new("account_quiet", "A way into the account is new; this has to wait.", RefusalKind.Conflict);

    /// <summary>The holder lifted several freezes lately: somebody may freeze the account again and again.</summary>
    public static readonly Refusal FreezeLimited = new("freeze_limited", "Freezes were lifted several times lately. One more needs two proofs.", RefusalKind.NotAllowed);

    /// <summary>The reset is over: too late, completed, or the password was chosen anew meanwhile.</summary>
    public static readonly Refusal ResetOver = new("reset_over", "This reset is over. Begin again.", RefusalKind.Gone);

    /// <summary>The account has a second proof, and it must be shown before the password is reset.</summary>
    public static readonly Refusal SecondProofNeeded = new("second_proof_needed", "A second proof is needed.", RefusalKind.NotAllowed, "code");

    /// <summary>The nickname has more characters than fit.</summary>
    public static readonly Refusal NicknameTooLong = new("nickname_too_long", "The name is too long.", RefusalKind.Invalid, "nickname", Most: Accounts.Nickname.MaxLength);

    /// <summary>The nickname has characters that cannot be shown.</summary>
    public static readonly Refusal NicknameMalformed = new("nickname_malformed", "The name has characters that cannot be shown.", RefusalKind.Invalid, "nickname");

    /// <summary>Not one of the languages that pages and mails are written in.</summary>
    public static readonly Refusal LanguageUnknown = new("language_unknown", "This language is not available.", RefusalKind.Invalid, "language");

    /// <summary>Fewer characters than <paramref name="least"/>.</summary>
    public static Refusal PasswordTooShort(int least) => new("password_too_short", "The password is too short.", RefusalKind.Invalid, "password", Least: least);

    /// <summary>More characters than <paramref name="most"/>.</summary>
    public static Refusal PasswordTooLong(int most) => new("password_too_long", "The password is too long.", RefusalKind.Invalid, "password", Most: most);

    /// <summary>On a list, or made by a rule that guessers know.</summary>
    public static readonly Refusal PasswordListed = new("password_listed", "This password is easy to guess.", RefusalKind.Invalid, "password");

    /// <summary>Somebody's leaked password, by the operator's filter.</summary>
    public static readonly Refusal PasswordLeaked = new("password_leaked", "This password is known from a leak.", RefusalKind.Invalid, "password");

    /// <summary>Made of the person's own data.</summary>
    public static readonly Refusal PasswordPersonal = new("password_personal", "The password is made of your own data.", RefusalKind.Invalid, "password");

    /// <summary>The password is one that only does while every sign-in asks for a second proof: alone it needs <paramref name="least"/> characters.</summary>
    public static Refusal PasswordNeedsSecondProof(int least) =>
        new("password_needs_second_proof", "This password is too short to stand alone. Choose a longer one first.", RefusalKind.Conflict, "password", Least: least);

    /// <summary>Only an open account can be suspended.</summary>
    public static readonly Refusal NotOpen = new("account_not_open", "This account is suspended or closed already.", RefusalKind.Conflict);

    /// <summary>There is no suspension to lift.</summary>
    public static readonly Refusal NotSuspended = new("account_not_suspended", "This account is not suspended.", RefusalKind.Conflict);
}
