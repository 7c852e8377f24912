using Tenure.Domain.Accounts;

namespace Tenure.Domain.SignIn;

/// <summary>A code that was sent by mail to prove something other than a sign-in. What it is for, and who asked, is part of its key: it fits nothing else.</summary>
public sealed class ProofCode
{
    private ProofCode()
    {
    }

    /// <summary>Hash over purpose, caller and the id that the caller holds, 32 bytes.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>Whose; an id that no account has where the typed address has none.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>The code that was sent.</summary>
    public OneTimeCode Code { get; private set; } = null!;

    /// <summary>Whether it went by mail, not by SMS.</summary>
    public bool ByMail { get; private set; }

    /// <summary>Whether the code was used.</summary>
    public bool Spent { get; private set; }

    /// <summary>When it ends (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A code that is on its way.</summary>
    public static ProofCode Sent(byte[] key, AccountId account, byte[] codeHash, DateTimeOffset expiresAt, bool byMail = true) =>
        new() { Key = key, AccountId = account, Code = OneTimeCode.Sent(codeHash, expiresAt), ExpiresAt = expiresAt, ByMail = byMail };

    /// <summary>The person typed a code; a right one is taken once, of wrong ones five.</summary>
    public Refusal? Take(ReadOnlySpan<byte> codeHash, DateTimeOffset now)
    {
        if (Spent)
        {
            return SignInRefusals.CodeSpent;
        }

        var wrong = Code.WrongTries;
        if (Code.Try(codeHash, now) is { } refusal)
        {
            Version += Code.WrongTries - wrong;
            return refusal;
        }

        Spent = true;
        Version++;
        return null;
    }
}
