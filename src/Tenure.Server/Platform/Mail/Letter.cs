using System.Net;
using System.Text;

namespace Tenure.Server.Platform.Mail;

/// <summary>A short message to a person, written once and sent as text and as HTML; the <see cref="Outbox"/> signs it. It never holds a link that does something by being opened.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Subject">One line, without a secret: it is shown on locked screens.</param>
/// <param name="Paragraphs">What it says.</param>
/// <param name="Code">A code to read and type, spaced; <c>null</c> when there is none. Stands after the first paragraph.</param>
internal sealed record Letter(string Language, string Subject, IReadOnlyList<string> Paragraphs, string? Code = null)
{
    public Mail To(string address) => new(address, Subject, Text(), Html(), Language, Code is not null);

    private string Text()
    {
        var text = new StringBuilder(Paragraphs[0]).Append("\n\n");
        if (Code is not null)
        {
            text.Append("    ").Append(Code).Append("\n\n");
        }

        return text.AppendJoin("\n\n", Paragraphs.Skip(1)).ToString();
    }

    private string Html()
    {
        var code = Code is null ? "" : $"<p style=\"font-size:32px;letter-spacing:2px;font-weight:600;margin:16px 0\">{Encode(Code)}</p>";
        return
            $"<!doctype html><html lang=\"{Encode(Language)}\"><head><meta charset=\"utf-8\"><title>{Encode(Subject)}</title></head>" +
            "<body style=\"margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1b1f24;background:#ffffff\"><div style=\"max-width:32em\">" +
            $"<h1 style=\"font-size:20px;margin:0 0 16px\">{Encode(Subject)}</h1>{Paragraph(Paragraphs[0])}{code}" +
            $"{string.Concat(Paragraphs.Skip(1).Select(Paragraph))}";
    }

    private static string Paragraph(string text) => $"<p>{Encode(text)}</p>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
