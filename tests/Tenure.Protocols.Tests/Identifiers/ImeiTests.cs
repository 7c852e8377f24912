using Tenure.Protocols.Identifiers;

namespace Tenure.Protocols.Tests.Identifiers;

public sealed class ImeiTests
{
    // 490154203237518 and 352099001761481 are the examples that everybody uses; their check digits are right.
    [Theory]
    [InlineData("49015420323751", "490154203237518")]
    [InlineData("35209900176148", "352099001761481")]
    [InlineData("00000000000001", "000000000000018")]
    [InlineData("99999999999999", "999999999999994")]
    public void The_check_digit_is_computed(string digits, string text) => Assert.Equal(text, Imei.FromDigits(digits).Text);

    [Theory]
    [InlineData("490154203237518", "as on a label")]
    [InlineData("490154203237510", "with the 0 of a network")]
    [InlineData("49015420323751", "without a check digit")]
    [InlineData("4901542032375101", "with a software version")]
    [InlineData("49-015420-323751-8", "in groups")]
    [InlineData(" 49 015420 323751 8 ", "with spaces")]
    [InlineData("49/015420/323751/8", "with slashes")]
    [InlineData("490154.203.23751.8", "with points")]
    [InlineData("49\u00a0015420\u00a0323751", "with spaces that do not break")]
    public void A_modem_or_a_network_may_write_it_in_many_ways(string said, string how)
    {
        Assert.True(Imei.TryReport(said, out var imei), how);
        Assert.Equal("49015420323751", imei.Digits);
    }

    [Theory]
    [InlineData("490154203237518")]
    [InlineData("49-015420-323751-8")]
    [InlineData("49015420323751")]
    [InlineData("4901542032375101")]
    public void A_typed_one_is_read_with_its_check_digit_or_without(string typed)
    {
        Assert.Null(Imei.Read(typed, out var imei));
        Assert.Equal("490154203237518", imei.Text);
    }

    [Fact]
    public void A_typed_one_with_another_check_digit_is_refused_and_so_is_each_single_mistake()
    {
        const string Right = "490154203237518";
        for (var at = 0; at < Right.Length; at++)
        {
            foreach (var digit in "0123456789".Where(digit => digit != Right[at]))
            {
                Assert.Equal(ImeiFault.CheckDigitWrong, Imei.Read($"{Right[..at]}{digit}{Right[(at + 1)..]}", out _));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("4901542032375")]
    [InlineData("49015420323751012")]
    [InlineData("00000000000000")]
    [InlineData("000000000000000")]
    [InlineData("0000000000000001")]
    [InlineData("49015420323751x")]
    [InlineData("+490154203237518")]
    [InlineData("٤٩٠١٥٤٢٠٣٢٣٧٥١")]
    [InlineData("490154203237518\n")]
    [InlineData("4 9 0 1 5 4 2 0 3 2 3 7 5 1  8      ")]
    public void What_is_none_is_refused(string text)
    {
        Assert.False(Imei.TryReport(text, out _));
        Assert.Equal(ImeiFault.Malformed, Imei.Read(text, out var imei));
        Assert.Equal("", imei.Digits);
    }

    [Theory]
    [InlineData("490154203237518")]
    [InlineData("4901542032375-1")]
    [InlineData("00000000000000")]
    public void Only_fourteen_digits_are_taken_back(string digits) => Assert.Throws<FormatException>(() => Imei.FromDigits(digits));

    [Fact]
    public void Its_middle_can_be_hidden() => Assert.Equal("49•••••••••7518", Imei.FromDigits("49015420323751").Masked);
}
