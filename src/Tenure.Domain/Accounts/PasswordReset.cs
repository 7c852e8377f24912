using Tenure.Domain.SignIn;

namespace Tenure.Domain.Accounts;

/// <summary>A person who forgot the password, on the way to a new one: an address, a code sent there, a second proof where the account has one, and at most one new password.</summary>
/// <remarks>One for an address that no account has looks the same and lives as long; it has a code that nobody knows.</remarks>
public sealed class PasswordReset
{
    /// <summary>How many codes one reset sends to an address of another kind.</summary>
    public const int MostSecondSends = 3;

    private PasswordReset()
    {
    }

    /// <summary>SHA-256 of the id that the caller holds: who reads the database cannot go on with a reset.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>Whose; an id that no account has where the address has none.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>Kind of the address that was typed.</summary>
    public IdentifierKind Kind { get; private set; }

    /// <summary>The address that was typed.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Kind and value.</summary>
    public Address Address => Address.FromStored(Kind, Value);

    /// <summary>When the forgotten password had been chosen (UTC): one chosen since ends the reset.</summary>
    public DateTimeOffset PasswordChosenAt { get; private set; }

    /// <summary>How far it is.</summary>
    public PasswordResetState State { get; private set; }

    /// <summary>The code that was sent.</summary>
    public OneTimeCode Code { get; private set; } = null!;

    /// <summary>How many codes were sent to an address of another kind.</summary>
    public int SecondSends { get; private set; }

    /// <summary>When it ends if nothing more happens (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A person typed an address.</summary>
    /// <param name="key">Hash of the id.</param>
    /// <param name="address">What was typed.</param>
    /// <param name="account">Whose it is, or an id that no account has.</param>
    /// <param name="passwordChosenAt">As <see cref="Account.PasswordChosenAt"/>.</param>
    /// <param name="codeHash">Of the code that was sent.</param>
    /// <param name="expiresAt">When the code is over.</param>
    public static PasswordReset Start(byte[] key, Address address, AccountId account, DateTimeOffset passwordChosenAt, byte[] codeHash, DateTimeOffset expiresAt) => new()
    {
        Key = key,
        Kind = address.Kind,
        Value = address.Value,
        AccountId = account,
        PasswordChosenAt = passwordChosenAt,
        Code = OneTimeCode.Sent(codeHash, expiresAt),
        ExpiresAt = expiresAt,
    };

    /// <summary>The person typed a code; a right one is taken once, of wrong ones five.</summary>
    /// <param name="codeHash">Of what was typed.</param>
    /// <param name="now">When.</param>
    /// <param name="rules">How long the password may take after that.</param>
    public Refusal? Verify(ReadOnlySpan<byte> codeHash, DateTimeOffset now, RegistrationRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (State != PasswordResetState.Waiting)
        {
            return SignInRefusals.CodeSpent;
        }

        var wrong = Code.WrongTries;
        if (Code.Try(codeHash, now) is { } refusal)
        {
            Version += Code.WrongTries - wrong;
            return refusal;
        }

        State = PasswordResetState.Proven;
        ExpiresAt = now + rules.CompletionTime;
        Version++;
        return null;
    }

    /// <summary>Whether a new password may be chosen now; refuses with <c>reset_over</c>.</summary>
    /// <param name="account">Whose password was forgotten, as it is now.</param>
    /// <param name="now">When.</param>
    public Refusal? CheckProven(Account? account, DateTimeOffset now) =>
        State == PasswordResetState.Proven && now < ExpiresAt && account is { State: AccountState.Open } && account.PasswordChosenAt == PasswordChosenAt ? null : AccountRefusals.ResetOver;

    /// <summary>One more code goes to an address of another kind; the one before stops working.</summary>
    public Refusal? SendSecond()
    {
        if (SecondSends >= MostSecondSends)
        {
            return SignInRefusals.CodeSpent;
        }

        SecondSends++;
        Version++;
        return null;
    }

    /// <summary>The new password is chosen.</summary>
    public void Complete()
    {
        State = PasswordResetState.Completed;
        Version++;
    }
}
