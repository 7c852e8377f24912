using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tenure.Domain.Messages;

namespace Tenure.Server.Platform.Sms;

/// <summary>The way to the SMS gateway, and how much goes over it; section <c>Sms</c>.</summary>
internal sealed class SmsOptions
{
    /// <summary>Where the gateway takes messages. Without placeholders it is asked in the form of Kannel's sendsms. Empty: no SMS is sent.</summary>
    public string Url { get; set; } = "";

    /// <summary>GET or POST. Default GET.</summary>
    public string Method { get; set; } = "GET";

    /// <summary>Body with placeholders, for POST.</summary>
    public string Body { get; set; } = "";

    /// <summary>What the body is: <c>application/x-www-form-urlencoded</c> (default) or <c>application/json</c>.</summary>
    public string ContentType { get; set; } = GatewayTemplate.Form;

    /// <summary>Headers by name, such as Authorization. Default none.</summary>
    public Dictionary<string, string>? Headers { get; set; }

    /// <summary>Which answers mean that the message was taken: a status or a range, then, after a space, a text that the answer holds. Default 202 for Kannel, any success for others.</summary>
    public string Accepted { get; set; } = "";

    /// <summary>User name at the gateway.</summary>
    public string? UserName { get; set; }

    /// <summary>Its password.</summary>
    public string? Password { get; set; }

    /// <summary>Who the SMS comes from: up to 15 digits, or up to 11 letters and digits.</summary>
    public string From { get; set; } = "Tenure";

    /// <summary>How long the gateway may take for one message, 1 s to 1 minute. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Countries that may be written to, as ISO 3166-1 alpha-2 separated by commas. Default none.</summary>
    public string Countries { get; set; } = "";

    /// <summary>SMS that one number gets in a day. Default 5.</summary>
    [Range(1, 50)]
    public int PerNumber { get; set; } = 5;

    /// <summary>SMS that one network asks for in a day. Default 20.</summary>
    [Range(1, 100_000)]
    public int PerNetwork { get; set; } = 20;

    /// <summary>SMS to one country in a day. Default 500.</summary>
    [Range(1, 10_000_000)]
    public int PerCountry { get; set; } = 500;

    /// <summary>SMS in a day. Default 2000.</summary>
    [Range(1, 100_000_000)]
    public int PerDay { get; set; } = 2000;

    /// <summary>What is looked back on to see whether codes come back, and how long a country is closed when they do not. Default 6 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "1.00:00:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromHours(6);

    /// <summary>From how many codes of a country in that time on it is judged. Default 50.</summary>
    [Range(1, 1_000_000)]
    public int BreakerSent { get; set; } = 50;

    /// <summary>How many of a hundred codes must come back. Default 20.</summary>
    [Range(1, 90)]
    public int BreakerPercent { get; set; } = 20;

    /// <summary>Whether SMS are sent at all.</summary>
    public bool IsOn => Url.Length > 0;

    /// <summary>The countries, one by one.</summary>
    public IReadOnlySet<string> CountryList => Countries.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);

    /// <summary>When a country is closed.</summary>
    public SmsBreakerRule ToBreakerRule() => new(BreakerWindow, BreakerSent, BreakerPercent);
}

[OptionsValidator]
internal sealed partial class SmsOptionsValidator : IValidateOptions<SmsOptions>;
