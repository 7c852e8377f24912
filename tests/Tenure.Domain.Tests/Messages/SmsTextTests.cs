using CsCheck;
using Tenure.Domain.Messages;

namespace Tenure.Domain.Tests.Messages;

public class SmsTextTests
{
    // 3GPP TS 23.038 §6.2.1, row by row; the escape itself, 0x1B, is no character.
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅå" + "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ" + " !\"#¤%&'()*+,-./" + "0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNO" + "PQRSTUVWXYZÄÖÑÜ§" + "¿abcdefghijklmno" + "pqrstuvwxyzäöñüà";

    private const string Extension = "\f^{}\\[~]|€";

    private static readonly Gen<string> Gsm = Gen.Char[Basic + Extension].Array[0, 1000].Select(chars => new string(chars));
    private static readonly Gen<string> Unicode = Gen.OneOf(Gen.Const("я"), Gen.Const("你"), Gen.Const("a"), Gen.Const("€"), Gen.Const("😀")).Array[1, 500].Select(string.Concat);

    [Fact]
    public void The_alphabet_has_127_characters_and_ten_more()
    {
        Assert.Equal((127, 10), (Basic.Distinct().Count(), Extension.Distinct().Count()));
        var fitting = Enumerable.Range(0, 0x10000).Select(unit => (char)unit).Where(unit => SmsText.FitsGsm([unit])).ToHashSet();
        Assert.True(fitting.SetEquals(Basic + Extension));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Dein Code: 123456 [Tenure] – ", false)]
    [InlineData("Dein Code: 123456 [Tenure]", true)]
    [InlineData("ç", false)]
    [InlineData("`", false)]
    [InlineData("\u001B", false)]
    [InlineData("Код", false)]
    [InlineData("验证码", false)]
    public void One_character_outside_needs_the_other_alphabet(string text, bool fits) => Assert.Equal(fits, SmsText.FitsGsm(text));

    [Theory]
    [InlineData("a", 0, 1)]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("a", 918, 6)]
    [InlineData("a", 919, 7)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("€", 152, 2)]
    [InlineData("€", 153, 3)]
    [InlineData("я", 70, 1)]
    [InlineData("я", 71, 2)]
    [InlineData("я", 134, 2)]
    [InlineData("я", 135, 3)]
    [InlineData("😀", 35, 1)]
    [InlineData("😀", 36, 2)]
    [InlineData("😀", 66, 2)]
    [InlineData("😀", 67, 3)]
    public void A_text_becomes_as_many_messages_as_it_fills(string character, int times, int parts) =>
        Assert.Equal(parts, SmsText.Parts(string.Concat(Enumerable.Repeat(character, times))));

    [Fact]
    public void An_escape_is_not_left_at_the_end_of_a_message()
    {
        Assert.Equal(2, SmsText.Parts(new string('a', 151) + "€" + new string('a', 153)));
        Assert.Equal(3, SmsText.Parts(new string('a', 152) + "€" + new string('a', 152)));
        Assert.Equal(2, SmsText.Parts(new string('a', 152) + "€" + new string('a', 151)));
    }

    [Fact]
    public void A_surrogate_pair_is_not_cut()
    {
        Assert.Equal(2, SmsText.Parts(new string('я', 65) + "😀" + new string('я', 67)));
        Assert.Equal(3, SmsText.Parts(new string('я', 66) + "😀" + new string('я', 66)));
        Assert.Equal(2, SmsText.Parts(new string('я', 66) + "😀" + new string('я', 65)));
    }

    // A slow, plain splitter gives the same number, for any text of either alphabet.
    [Fact]
    public void Counting_agrees_with_cutting() => Gen.OneOf(Gsm, Unicode).Sample(text => SmsText.Parts(text) == Cut(text).Count);

    [Fact]
    public void More_text_is_never_fewer_messages() => Gen.Select(Gsm, Gsm).Sample((first, second) => SmsText.Parts(first + second) >= SmsText.Parts(first));

    [Fact]
    public void Any_text_at_all_is_counted() => Gen.String.Sample(text => SmsText.Parts(text) >= 1 && (!SmsText.IsSendable(text) || SmsText.Parts(text) <= SmsText.MostParts));

    [Theory]
    [InlineData("Hello", true)]
    [InlineData("two\nlines", true)]
    [InlineData("", false)]
    [InlineData("\r\n", false)]
    [InlineData("a\0", false)]
    [InlineData("a\u001B", false)]
    [InlineData("a\f", false)]
    [InlineData("a\u0085", false)]
    [InlineData("😀", true)]
    public void What_is_not_text_is_not_sent(string text, bool sendable) => Assert.Equal(sendable, SmsText.IsSendable(text));

    [Fact]
    public void Half_a_surrogate_pair_is_not_sent() => Assert.All((string[])["\uD83D", "\uDE00a", "a\uD83D"], text => Assert.False(SmsText.IsSendable(text)));

    [Theory]
    [InlineData("a", 918)]
    [InlineData("€", 456)]
    [InlineData("я", 402)]
    [InlineData("😀", 198)]
    public void The_longest_text_fills_six_messages(string character, int times)
    {
        Assert.True(SmsText.IsSendable(string.Concat(Enumerable.Repeat(character, times))));
        Assert.False(SmsText.IsSendable(string.Concat(Enumerable.Repeat(character, times + 1))));
    }

    private static List<string> Cut(string text)
    {
        var gsm = SmsText.FitsGsm(text);
        int Size(string piece) => gsm ? piece.Length + piece.Count(Extension.Contains) : piece.Length;
        if (Size(text) <= (gsm ? 160 : 70))
        {
            return [text];
        }

        List<string> parts = [""];
        foreach (var rune in text.EnumerateRunes())
        {
            if (Size(parts[^1]) + Size(rune.ToString()) > (gsm ? 153 : 67))
            {
                parts.Add("");
            }

            parts[^1] += rune.ToString();
        }

        return parts;
    }
}
