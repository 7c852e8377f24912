namespace Tenure.Domain.Accounts;

/// <summary>The figures of a registration.</summary>
/// <param name="CodeLifetime">How long a code that confirms an address lives.</param>
/// <param name="CompletionTime">How long after that the account may be made.</param>
/// <param name="FirstResend">Wait before the second code; doubles with each further one.</param>
/// <param name="MostSends">How many codes one registration sends.</param>
public sealed record RegistrationRules(TimeSpan CodeLifetime, TimeSpan CompletionTime, TimeSpan FirstResend, int MostSends)
{
    /// <summary>30 minutes for each half, 30 s before the second code, five codes.</summary>
    public static RegistrationRules Default { get; } = new(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(30), 5);
}
