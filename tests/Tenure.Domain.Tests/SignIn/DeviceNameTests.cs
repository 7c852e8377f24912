using CsCheck;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class DeviceNameTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("Firefox 128.0 (Linux)", "Firefox 128.0 (Linux)")]
    [InlineData("李的手机", "李的手机")]
    [InlineData("https://evil.example/reset", "https evil example reset")]
    [InlineData("Phone\r\nClick here", "Phone Click here")]
    [InlineData("<b>bold</b>", "b bold b")]
    [InlineData("\u202Eenohp", "enohp")]
    public void A_name_in_a_mail_is_words_and_numbers(string? name, string expected) => Assert.Equal(expected, DeviceName.ForMail(name));

    [Theory]
    [InlineData("a_b-c, d (e)", "a_b-c, d (e)")]
    [InlineData(".5 and 5.", "5 and 5")]
    [InlineData("v.5 and 5.v", "v 5 and 5 v")]
    [InlineData("1.2.3", "1.2.3")]
    public void A_dot_stays_between_digits_only(string name, string expected) => Assert.Equal(expected, DeviceName.ForMail(name));

    [Fact]
    public void A_name_in_a_mail_has_forty_characters_at_most() => Assert.Equal(40, DeviceName.ForMail(new string('n', 41)).Length);

    [Fact]
    public void A_name_is_not_cut_behind_a_dot() => Assert.Equal(new string('n', 38) + "6", DeviceName.ForMail(new string('n', 38) + "6.6"));

    [Fact]
    public void No_name_makes_a_link_or_a_line() => Gen.String.Sample(name =>
    {
        var shown = DeviceName.ForMail(name);
        return shown.Length <= 40 && !shown.Any(character => char.IsControl(character) || ":/@<>&".Contains(character, StringComparison.Ordinal))
            && Enumerable.Range(0, shown.Length).All(i => shown[i] != '.' || (char.IsAsciiDigit(shown[i - 1]) && char.IsAsciiDigit(shown[i + 1])));
    });
}
