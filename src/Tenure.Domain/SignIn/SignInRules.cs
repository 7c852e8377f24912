namespace Tenure.Domain.SignIn;

/// <summary>The figures of a sign-in with a code.</summary>
/// <param name="CodeLifetime">How long a code lives.</param>
/// <param name="FirstResend">Wait before the second code; doubles with each further one.</param>
/// <param name="MostSends">How many codes one transaction sends.</param>
/// <param name="KnownDeviceLifetime">How long a device stays known, from when it became so; use does not lengthen it.</param>
/// <param name="StreakLimit">After so many wrong passwords in a row a right one from a new device is reported in the log.</param>
public sealed record SignInRules(TimeSpan CodeLifetime, TimeSpan FirstResend, int MostSends, TimeSpan KnownDeviceLifetime, int StreakLimit)
{
    /// <summary>10 minutes, 30 s, five codes, 30 days, 100 in a row.</summary>
    public static SignInRules Default { get; } = new(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30), 5, TimeSpan.FromDays(30), 100);
}
