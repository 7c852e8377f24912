namespace Tenure.Server.Platform.Mail;

/// <summary>The way that a message goes.</summary>
internal enum MessageChannel
{
    /// <summary>To an e-mail address.</summary>
    Mail,

    /// <summary>To a phone number.</summary>
    Sms,
}
