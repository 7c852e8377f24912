using Tenure.Domain.Contacts;

namespace Tenure.Domain.Tests.Contacts;

public sealed class ContactTextTests
{
    [Theory]
    [InlineData("  Hello \r\n there ", "Hello \n there")]
    [InlineData("Call +49 151 12345678, please.", "Call +49 151 12345678, please.")]
    [InlineData("你好。我捡到了您的手机。", "你好。我捡到了您的手机。")]
    public void A_message_is_plain_text_in_lines(string typed, string read)
    {
        Assert.Null(ContactText.Read(typed, out var text));
        Assert.Equal(read, text);
    }

    [Theory]
    [InlineData("Sign in at tenure-login.example")]
    [InlineData("https://evil")]
    [InlineData("write to me@example.org")]
    [InlineData("Sign in at 203.0.113.9/login")]
    [InlineData("tenure-login\u2024example")]
    [InlineData("войди на пример.рф")]
    public void A_message_leads_nowhere(string typed) => Assert.Equal(ContactRefusals.Link, ContactText.Read(typed, out _));

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("turned \u202E around")]
    [InlineData("bell \u0007")]
    public void What_cannot_be_shown_is_no_message(string typed) => Assert.Equal(ContactRefusals.Malformed, ContactText.Read(typed, out _));

    [Fact]
    public void A_message_is_bounded_in_characters()
    {
        Assert.Null(ContactText.Read(string.Concat(Enumerable.Repeat("😀", ContactText.Longest)), out _));
        Assert.Equal(ContactRefusals.Malformed, ContactText.Read(new string('x', ContactText.Longest + 1), out _));
        Assert.Equal("malformed", ContactText.Read("\uD800", out _)?.Code);
    }
}
