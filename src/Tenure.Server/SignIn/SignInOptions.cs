using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tenure.Domain.SignIn;

namespace Tenure.Server.SignIn;

/// <summary>The figures of sign-in and of slowing down; section <c>SignIn</c>.</summary>
internal sealed class SignInOptions
{
    /// <summary>How long a code lives, 2 to 10 minutes. Default 10.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "00:10:00")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Wait before a second code, doubling with each, 10 s to 5 minutes. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:05:00")]
    public TimeSpan FirstResend { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Codes of one sign-in, 1 to 10. Default 5.</summary>
    [Range(1, 10)]
    public int MostSends { get; set; } = 5;

    /// <summary>How long a device stays known, 1 to 30 days. Default 30.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "30.00:00:00")]
    public TimeSpan KnownDeviceLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Wrong passwords in a row after which a right one from a new device is reported in the log, 20 to 100. Default 100.</summary>
    [Range(20, 100)]
    public int StreakLimit { get; set; } = 100;

    /// <summary>Failures of one identifier from one network that cost no wait, 2 to 20. Default 4.</summary>
    [Range(2, 20)]
    public int FreePerIdentifier { get; set; } = ThrottleRule.PerIdentifier.Free;

    /// <summary>Failures from one network that cost no wait, 10 to 10000. Default 40; more where many people share an address.</summary>
    [Range(10, 10_000)]
    public int FreePerNetwork { get; set; } = ThrottleRule.PerNetwork.Free;

    /// <summary>Mails that one network may ask for without a wait, until an hour passes without one; 10 to 100000. Default 60.</summary>
    [Range(10, 100_000)]
    public int FreeMailsPerNetwork { get; set; } = ThrottleRule.MailsFromNetwork.Free;

    public SignInRules ToRules() => new(CodeLifetime, FirstResend, MostSends, KnownDeviceLifetime, StreakLimit);

    public ThrottleRules ToThrottleRules() => new(
        ThrottleRule.PerIdentifier with { Free = FreePerIdentifier },
        ThrottleRule.PerNetwork with { Free = FreePerNetwork },
        ThrottleRule.PerKnownDevice,
        ThrottleRule.MailsToAccount,
        ThrottleRule.MailsFromNetwork with { Free = FreeMailsPerNetwork });
}

[OptionsValidator]
internal sealed partial class SignInOptionsValidator : IValidateOptions<SignInOptions>;
