using MimeKit;

namespace Tenure.Testing;

/// <summary>A message as the SMTP server kept it, decoded.</summary>
/// <param name="To">Envelope recipients, as given in RCPT TO.</param>
/// <param name="MessageId">Without angle brackets.</param>
/// <param name="Text">The text part; empty when there is none.</param>
/// <param name="Html">The HTML part, or <c>null</c>.</param>
/// <param name="Message">All of it.</param>
public sealed record ReceivedMail(IReadOnlyList<string> To, string Subject, string MessageId, string Text, string? Html, MimeMessage Message)
{
    internal static ReceivedMail Read(string file)
    {
        var message = MimeMessage.Load(file);
        return new(
            [.. message.Headers.Where(header => header.Field == "X-Peer-To").Select(header => header.Value.Trim())],
            message.Subject ?? "",
            message.MessageId ?? "",
            message.TextBody ?? "",
            message.HtmlBody,
            message);
    }
}
