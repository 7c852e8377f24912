using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Mail;

/// <summary>The way to the mail server; section <c>Mail</c>.</summary>
internal sealed class MailOptions
{
    /// <summary>Host of the SMTP server. Empty: nothing is sent; the development outbox shows what would be.</summary>
    public string Host { get; set; } = "";

    /// <summary>Port, 1 to 65535. Default 25.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 25;

    /// <summary>Whether TLS is a must. Default: used when offered.</summary>
    public bool RequireTls { get; set; }

    /// <summary>User name, where the server asks for one.</summary>
    public string? UserName { get; set; }

    /// <summary>Its password.</summary>
    public string? Password { get; set; }

    /// <summary>Address in From.</summary>
    [Required]
    [EmailAddress]
    public string From { get; set; } = "tenure@localhost.localdomain";

    /// <summary>Name in From. Default: the service's name.</summary>
    public string FromName { get; set; } = "";

    /// <summary>How long one delivery may take, 1 s to 5 minutes. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a message stays in the outbox after it was sent, 1 hour to 90 days. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan KeepSent { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a message is tried before it is given up, 4 to 30 days (RFC 5321 §4.5.4.1). Default 7 days.</summary>
    [Range(typeof(TimeSpan), "4.00:00:00", "30.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(7);
}

[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
