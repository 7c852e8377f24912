namespace Tenure.Domain.SignIn;

/// <summary>The rules that tries are slowed down by.</summary>
public sealed record ThrottleRules(
    ThrottleRule PerIdentifier, ThrottleRule PerNetwork, ThrottleRule PerKnownDevice, ThrottleRule MailsToAccount, ThrottleRule MailsFromNetwork)
{
    /// <summary>The defaults.</summary>
    public static ThrottleRules Default { get; } = new(
        ThrottleRule.PerIdentifier, ThrottleRule.PerNetwork, ThrottleRule.PerKnownDevice, ThrottleRule.MailsToAccount, ThrottleRule.MailsFromNetwork);
}
