namespace Tenure.Domain.Accounts;

/// <summary>How long a password may be, in code points after NFC.</summary>
/// <param name="Shortest">Fewest of one that known devices need alone.</param>
/// <param name="Longest">Most.</param>
/// <param name="ShortestAlwaysAsk">Fewest while every sign-in asks for a second proof.</param>
/// <remarks>NIST SP 800-63B-4 §3.1.1.2: 15 where the password is the only factor, 8 where it never is; no composition rules, no expiry.</remarks>
public sealed record PasswordRules(int Shortest = 15, int Longest = 128, int ShortestAlwaysAsk = 8)
{
    /// <summary>Fewest characters of a password of an account.</summary>
    /// <param name="alwaysAsk">Whether every sign-in to it asks for a second proof.</param>
    public int ShortestFor(bool alwaysAsk) => alwaysAsk ? Math.Min(Shortest, ShortestAlwaysAsk) : Shortest;
}
