using System.Text;

namespace Tenure.Server.Platform.Mail;

/// <summary>A short message to a person, written once and sent as text and as HTML that say the same; the <see cref="Outbox"/> signs it. It never holds a link that does something by being opened.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Subject">One line, without a secret: it is shown on locked screens.</param>
/// <param name="Paragraphs">What it says. One that is an address of a page and nothing else is a button in the HTML.</param>
/// <param name="Code">A code to read and type, spaced; <c>null</c> when there is none. Stands after the first paragraph.</param>
internal sealed record Letter(string Language, string Subject, IReadOnlyList<string> Paragraphs, string? Code = null)
{
    public Mail To(string address) => new(address, Subject, Text(), MailLayout.Card(this), Language, Code is not null);

    private string Text()
    {
        var text = new StringBuilder(Paragraphs[0]).Append("\n\n");
        if (Code is not null)
        {
            text.Append("    ").Append(Code).Append("\n\n");
        }

        return text.AppendJoin("\n\n", Paragraphs.Skip(1).Append(MailLayout.Why(Language))).ToString();
    }
}
