using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts;

/// <summary>The figures of a registration; section <c>Registration</c>.</summary>
internal sealed class RegistrationOptions
{
    /// <summary>How long the code for an address lives, 5 to 60 minutes. Default 30.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "01:00:00")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long after that the account may be made, 5 to 60 minutes. Default 30.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "01:00:00")]
    public TimeSpan CompletionTime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Wait before a second code, doubling with each, 10 s to 5 minutes. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:05:00")]
    public TimeSpan FirstResend { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Codes of one registration, 1 to 10. Default 5.</summary>
    [Range(1, 10)]
    public int MostSends { get; set; } = 5;

    /// <summary>Codes that an address is sent in a day, over all its registrations, 1 to 10. Default 4: 20 guesses of a million.</summary>
    [Range(1, 10)]
    public int CodesPerDay { get; set; } = 4;

    /// <summary>Time between two mails with the code of an address, which follow those, 30 minutes to 6 hours. Default 3 hours.</summary>
    [Range(typeof(TimeSpan), "00:30:00", "06:00:00")]
    public TimeSpan AddressCodeEvery { get; set; } = TimeSpan.FromHours(3);

    public RegistrationRules ToRules() => new(CodeLifetime, CompletionTime, FirstResend, MostSends, CodesPerDay, AddressCodeEvery);
}

[OptionsValidator]
internal sealed partial class RegistrationOptionsValidator : IValidateOptions<RegistrationOptions>;
