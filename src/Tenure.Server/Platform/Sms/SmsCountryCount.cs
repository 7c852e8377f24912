namespace Tenure.Server.Platform.Sms;

/// <summary>SMS to one country in ten minutes (<see cref="Tenure.Domain.Messages.SmsBreakerRule.Stretch"/>).</summary>
internal sealed class SmsCountryCount
{
    private SmsCountryCount()
    {
    }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; private set; } = "";

    /// <summary>The start of the ten minutes.</summary>
    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>How many were allowed.</summary>
    public int Sent { get; private set; }

    /// <summary>How many codes came back in them, whenever they were sent.</summary>
    public int Verified { get; private set; }
}
