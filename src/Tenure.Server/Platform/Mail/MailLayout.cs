using System.Globalization;
using System.Net;
using System.Resources;

namespace Tenure.Server.Platform.Mail;

/// <summary>How every mail looks as HTML: the service's name, one card, and why one got it. No pictures, no links but those in the letter, light and dark by the reader's system.</summary>
/// <remarks>Colours are those of <c>tenure.css</c>. What a reader's program does not know of the style sheet is in the elements too. A matter of text alone: made once, when the mail enters the outbox.</remarks>
internal static class MailLayout
{
    private const string Style =
        """
        :root{color-scheme:light dark}
        @media (prefers-color-scheme:dark){
        .page{background:#0e1514!important;color:#e8efec!important}
        .card{background:#162120!important;border-color:#2a3836!important}
        .code{background:#101918!important;color:#e8efec!important}
        .soft{color:#a5b5b0!important}
        .brand,.link{color:#7fd6c9!important}
        .button{background:#7fd6c9!important;color:#04211e!important}
        }
        """;

    private static readonly ResourceManager Texts = new("Tenure.Server.Platform.Texts.Letters", typeof(MailLayout).Assembly);

    /// <summary>Why somebody got a mail; the last paragraph of each.</summary>
    public static string Why(string language) => Text("Why", language);

    /// <summary>A whole document around a card.</summary>
    /// <param name="mail">Its <see cref="Mail.Html"/> is what stands in the card.</param>
    /// <param name="name">The service's name.</param>
    public static string Around(Mail mail, string name) =>
        $"<!doctype html>\n<html lang=\"{Encode(mail.Language)}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        + $"<meta name=\"color-scheme\" content=\"light dark\"><title>{Encode(mail.Subject)}</title><style>{Style}</style></head>\n"
        + "<body class=\"page\" style=\"margin:0;padding:0;background:#f4f6f4;color:#14201d;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif\">\n"
        + "<div role=\"main\" style=\"max-width:34em;margin:0 auto;padding:24px 16px\">\n"
        + $"<p class=\"brand\" style=\"margin:0 0 12px;font-weight:600;color:#0b5f59\">{Encode(name)}</p>\n"
        + $"<div class=\"card\" style=\"background:#ffffff;border:1px solid #d9dfdb;border-radius:14px;padding:8px 24px\">\n{mail.Html}</div>\n"
        + $"<p class=\"soft\" style=\"margin:16px 0 0;font-size:13px;color:#4d5c57\">{Encode(Why(mail.Language))}</p>\n"
        + "</div></body></html>\n";

    /// <summary>What stands in the card.</summary>
    public static string Card(Letter letter)
    {
        var code = letter.Code is null
            ? ""
            : $"<p class=\"code\" style=\"margin:16px 0;padding:12px 16px;border-radius:10px;background:#eef1ee;font-size:30px;line-height:1.2;letter-spacing:2px;font-weight:600;white-space:nowrap\">{Encode(letter.Code)}</p>\n";
        return $"<h1 style=\"margin:16px 0;font-size:20px;line-height:1.3\">{Encode(letter.Subject)}</h1>\n{Paragraph(letter.Paragraphs[0], letter.Language)}{code}"
            + string.Concat(letter.Paragraphs.Skip(1).Select(text => Paragraph(text, letter.Language)));
    }

    // A paragraph that is an address and nothing else is a button; the address stands under it, so that everybody sees where it leads.
    private static string Paragraph(string text, string language) =>
        Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "https" or "http" && text == link.AbsoluteUri
            ? $"<p style=\"margin:16px 0\"><a class=\"button\" href=\"{Encode(text)}\" style=\"display:inline-block;padding:10px 20px;border-radius:10px;background:#0b5f59;color:#ffffff;text-decoration:none;font-weight:600\">{Encode(Text("Open", language))}</a></p>\n"
                + $"<p class=\"soft\" style=\"margin:16px 0;font-size:13px;color:#4d5c57;overflow-wrap:anywhere\">{Encode(text)}</p>\n"
            : $"<p style=\"margin:16px 0\">{Encode(text)}</p>\n";

    private static string Text(string key, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
