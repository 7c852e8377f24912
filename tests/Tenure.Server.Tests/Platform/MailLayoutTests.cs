using System.Net;
using System.Text.RegularExpressions;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Tests.Platform;

public partial class MailLayoutTests
{
    private const string Hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";

    public static TheoryData<string> AllLanguages => [.. Languages.All];

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void Both_parts_say_the_same_in_the_language_of_the_letter(string language)
    {
        var mail = new Letter(language, "Subject here", ["First.", "Second & last.", "https://tenure.example.org/undo/abc?d=e&f=g"], "123 456").To("a@example.org").SignedBy("Nord & Süd");
        Assert.Contains($"<html lang=\"{language}\">", mail.Html, StringComparison.Ordinal);
        var shown = Words(mail.Html!);
        Assert.All(
            mail.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Append("Subject here"), part => Assert.Contains(part, shown, StringComparison.Ordinal));
        Assert.Contains(MailLayout.Why(language), mail.Text, StringComparison.Ordinal);
        Assert.Equal(language != "en", MailLayout.Why(language) != MailLayout.Why("en"));
    }

    [Fact]
    public void What_people_call_things_stays_text_wherever_it_stands()
    {
        var mail = new Letter("en", Hostile, [Hostile, Hostile], Hostile).To("a@example.org").SignedBy(Hostile);
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(6, Regex.Count(Words(mail.Html!), Regex.Escape(Hostile)));
    }

    [Theory]
    [InlineData("https://tenure.example.org/security", true)]
    [InlineData("https://tenure.example.org/undo/a%22b", true)]
    [InlineData("See https://tenure.example.org/security", false)]
    [InlineData("https://tenure.example.org/ now", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("mailto:a@example.org", false)]
    [InlineData("https://tenure.example.org/\" onclick=\"x", false)]
    public void Only_a_paragraph_that_is_an_address_of_a_page_is_a_button(string paragraph, bool isButton)
    {
        var html = new Letter("en", "s", ["First.", paragraph]).To("a@example.org").SignedBy("Tenure").Html!;
        Assert.Equal(isButton, html.Contains("<a ", StringComparison.Ordinal));
        Assert.Contains(paragraph, Words(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_and_nothing_runs()
    {
        var html = new Letter("en", "s", ["First.", "https://tenure.example.org/security"], "123 456").To("a@example.org").SignedBy("Tenure").Html!;
        Assert.DoesNotMatch("(?i)<(img|script|link|iframe|object|form|input|video|svg)|url\\(|@import|src=|\\son[a-z]+=", html);
        Assert.Equal(1, Regex.Count(html, "href="));
        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_letter_is_the_same_mail() => Assert.Equal(Made(), Made());

    private static Mail Made() => new Letter("de", "s", ["First.", "Second."], "123 456").To("a@example.org").SignedBy("Tenure");

    private static string Words(string html) => WebUtility.HtmlDecode(Tag().Replace(html, " ")).Replace("\u00a0", " ", StringComparison.Ordinal);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
