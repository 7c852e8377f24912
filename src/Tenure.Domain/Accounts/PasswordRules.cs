namespace Tenure.Domain.Accounts;

/// <summary>How long a password may be, in code points after NFC.</summary>
/// <remarks>NIST SP 800-63B-4 §3.1.1.2: 15 where the password is the only factor; no composition rules, no expiry.</remarks>
public sealed record PasswordRules(int Shortest = 15, int Longest = 128);
