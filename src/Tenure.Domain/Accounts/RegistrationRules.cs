namespace Tenure.Domain.Accounts;

/// <summary>The figures of a registration.</summary>
/// <param name="CodeLifetime">How long a code that confirms an address lives.</param>
/// <param name="CompletionTime">How long after that the account may be made.</param>
/// <param name="FirstResend">Wait before the second code; doubles with each further one.</param>
/// <param name="MostSends">How many codes one registration sends.</param>
/// <param name="CodesPerDay">How many codes an address is sent in a day, over all its registrations; each is worth five guesses of a million.</param>
/// <param name="AddressCodeEvery">After these an address is sent its own code, which is too long to be guessed: so much time lies between two such mails.</param>
public sealed record RegistrationRules(TimeSpan CodeLifetime, TimeSpan CompletionTime, TimeSpan FirstResend, int MostSends, int CodesPerDay, TimeSpan AddressCodeEvery)
{
    /// <summary>30 minutes for each half, 30 s before the second code, five codes; four codes a day for an address, then its own every 3 hours.</summary>
    public static RegistrationRules Default { get; } = new(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(30), 5, 4, TimeSpan.FromHours(3));
}
