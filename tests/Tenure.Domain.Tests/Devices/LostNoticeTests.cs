using Tenure.Domain.Devices;

namespace Tenure.Domain.Tests.Devices;

public sealed class LostNoticeTests
{
    [Theory]
    [InlineData("Please call me. Thank you!", null, "Please call me. Thank you!", null)]
    [InlineData("  Bitte melden  ", " anna@Example.org ", "Bitte melden", "anna@example.org")]
    [InlineData("Finderlohn 20,50 Euro, Nr. 7.5", "+49 (151) 123-456/78", "Finderlohn 20,50 Euro, Nr. 7.5", "+4915112345678")]
    [InlineData("\u8fd9\u662f\u6211\u7684\u624b\u673a\uff0c\u8bf7\u8054\u7cfb\u6211\u3002\u8c22\u8c22", "", "\u8fd9\u662f\u6211\u7684\u624b\u673a\uff0c\u8bf7\u8054\u7cfb\u6211\u3002\u8c22\u8c22", null)]
    [InlineData("", "   ", null, null)]
    [InlineData(null, null, null, null)]
    public void What_a_holder_says_is_kept_as_it_is(string? message, string? contact, string? kept, string? reached)
    {
        Assert.Null(LostNotice.Read(message, contact, out var notice));
        Assert.Equal(new LostNotice(kept, reached), notice);
    }

    [Theory]
    [InlineData("Log in at https://evil.example to get your reward", "lost_message_link")]
    [InlineData("look at evil.example", "lost_message_link")]
    [InlineData("look at EVIL.COM/x", "lost_message_link")]
    [InlineData("www evil example", "lost_message_link")]
    [InlineData("\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "lost_message_link")]
    [InlineData("evil\u3002com", "lost_message_link")]
    [InlineData("evil\uff0ecom", "lost_message_link")]
    [InlineData("anna@example.org", "lost_message_link")]
    [InlineData("javascript:alert(1)", "lost_message_link")]
    [InlineData("tel:+4915112345678", "lost_message_link")]
    [InlineData("two\nlines", "lost_message_malformed")]
    [InlineData("turned \u202e around", "lost_message_malformed")]
    [InlineData("evil\u200b.example", "lost_message_malformed")]
    [InlineData("a\u0000b", "malformed")]
    public void What_leads_elsewhere_or_cannot_be_shown_is_refused(string message, string code)
    {
        var refusal = LostNotice.Read(message, null, out var notice);
        Assert.Equal((code, "message"), (refusal?.Code, refusal?.Field));
        Assert.Equal(new LostNotice(null, null), notice);
    }

    [Theory]
    [InlineData("0151 12345678")]
    [InlineData("+0151 12345678")]
    [InlineData("+49")]
    [InlineData("+4915112345678901234")]
    [InlineData("+49 151 12345678 https://evil.example")]
    [InlineData("anna")]
    [InlineData("https://evil.example")]
    [InlineData("anna@example.org?subject=x")]
    public void A_contact_is_an_address_and_nothing_else(string contact)
    {
        var refusal = LostNotice.Read("Please call", contact, out var notice);
        Assert.Equal(("lost_contact_malformed", "contact"), (refusal?.Code, refusal?.Field));
        Assert.Null(notice.Message);
    }

    [Fact]
    public void A_message_has_at_most_160_characters()
    {
        Assert.Null(LostNotice.Read(new string('m', 160), null, out _));
        Assert.Equal("lost_message_too_long", LostNotice.Read(new string('m', 161), null, out _)?.Code);
    }

    [Fact]
    public void A_message_with_half_a_surrogate_pair_is_malformed() => Assert.Equal(("malformed", "message"), (LostNotice.Read("a\ud800b", null, out _)?.Code, LostNotice.Read("a\ud800b", null, out _)?.Field));

    [Fact]
    public void A_contact_with_half_a_surrogate_pair_is_malformed() => Assert.Equal("contact", LostNotice.Read(null, "a\ud800", out _)?.Field);
}
