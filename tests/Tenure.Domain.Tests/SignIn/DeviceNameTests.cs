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

    [Fact]
    public void No_name_makes_a_link_or_a_line() => Gen.String.Sample(name =>
    {
        var shown = DeviceName.ForMail(name);
        return shown.Length <= 40 && !shown.Any(character => char.IsControl(character) || ":/@<>&".Contains(character, StringComparison.Ordinal))
            && Enumerable.Range(0, shown.Length).All(i => shown[i] != '.' || (char.IsAsciiDigit(shown[i - 1]) && char.IsAsciiDigit(shown[i + 1])));
    });
}
