namespace Tenure.Server.Platform.Mail;

/// <summary>A finished message: text and code are fixed when it enters the outbox, so that a second delivery is the same message.</summary>
/// <param name="To">One address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain part.</param>
/// <param name="Html">What stands in the card of <see cref="MailLayout"/>, or <c>null</c>; the whole document once it is signed.</param>
/// <param name="Language">BCP 47 tag of the language it is written in.</param>
/// <param name="HasCode">Whether a code is in it; counted, not kept.</param>
internal sealed record Mail(string To, string Subject, string Text, string? Html, string Language, bool HasCode = false)
{
    /// <summary>With the service's name under the text and above the HTML, which is then a whole document.</summary>
    public Mail SignedBy(string name) => this with
    {
        Text = $"{Text}\n\n{name}\n",
        Html = Html is null ? null : MailLayout.Around(this, name),
    };
}
