namespace Tenure.Domain.Accounts;

/// <summary>How a reset of the password is undone: the old one comes back. Written and removed under the account's version, so that it needs none of its own.</summary>
public sealed class PasswordUndo
{
    /// <summary>How long a reset can be undone, as long as a freeze lasts.</summary>
    public static readonly TimeSpan UndoTime = Account.FreezeTime;

    private PasswordUndo()
    {
    }

    /// <summary>Whose.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>SHA-256 of the secret in the link.</summary>
    public byte[] SecretHash { get; private set; } = [];

    /// <summary>The hash of the password of before, encrypted under the secret in the link: who has the database alone cannot bring it back.</summary>
    public byte[] SealedHash { get; private set; } = [];

    /// <summary>Whether every sign-in asked for a second proof: the password of before may be short because of it.</summary>
    public bool AlwaysAsk { get; private set; }

    /// <summary>When the password was reset (UTC).</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Of a recovery by a case: the change that put its contact address first (<see cref="AddressChange.Number"/>), which is undone with it; <c>null</c> when it changed no address.</summary>
    public int? ChangeNumber { get; private set; }

    /// <summary>A reset that can be undone. Take it before the password changes.</summary>
    public static PasswordUndo Of(Account account, byte[] secretHash, byte[] sealedHash, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new() { AccountId = account.Id, SecretHash = secretHash, SealedHash = sealedHash, AlwaysAsk = account.AlwaysAsk, At = now };
    }

    /// <summary>It changed an address, too.</summary>
    /// <param name="number">As <see cref="AddressChange.Number"/>.</param>
    public void Carry(int number) => ChangeNumber = number;

    /// <summary>Refuses with <c>undo_over</c> when it is too late.</summary>
    public Refusal? Check(DateTimeOffset now) => now < At + UndoTime ? null : AddressRefusals.UndoOver;
}
