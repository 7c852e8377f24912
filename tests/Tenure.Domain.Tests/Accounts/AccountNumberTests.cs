using CsCheck;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class AccountNumberTests
{
    private static readonly Gen<AccountNumber> Numbers = Gen.Int[0, 1].Select(_ => AccountNumber.Draw());

    [Fact]
    public void A_number_is_ten_digits_that_do_not_start_with_zero() => Numbers.Sample(number =>
        number.Value.Length == AccountNumber.Length && number.Value.All(char.IsAsciiDigit) && number.Value[0] != '0');

    [Fact]
    public void A_number_reads_back_however_its_digits_are_grouped() => Gen.Select(Numbers, Gen.Int[1, 9]).Sample((number, at) =>
        AccountNumber.TryRead($" {number.Value[..at]} {number.Value[at..]} ", out var read) && read == number
        && AccountNumber.TryRead(number.Value.Insert(at, "-"), out read) && read == number);

    [Fact]
    public void One_wrong_digit_is_nobodys_number() => Gen.Select(Numbers, Gen.Int[0, 9], Gen.Int[1, 9]).Sample((number, at, by) =>
    {
        var digits = number.Value.ToCharArray();
        digits[at] = (char)('0' + ((digits[at] - '0' + by) % 10));
        return !AccountNumber.TryRead(digits, out _);
    });

    [Fact]
    public void Two_swapped_neighbours_are_nobodys_number() => Gen.Select(Numbers, Gen.Int[0, 8]).Sample((number, at) =>
    {
        var digits = number.Value.ToCharArray();
        (digits[at], digits[at + 1]) = (digits[at + 1], digits[at]);
        return digits[at] == digits[at + 1] || !AccountNumber.TryRead(digits, out _);
    });

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("01234567890")]
    [InlineData("٠١٢٣٤٥٦٧٨٩")]
    [InlineData("123456789x")]
    public void Anything_else_is_no_number(string text) => Assert.False(AccountNumber.TryRead(text, out _));

    [Fact]
    public void A_number_that_starts_with_zero_is_nobodys_even_with_its_check_digit() => Assert.DoesNotContain(
        Enumerable.Range(0, 10), last => AccountNumber.TryRead($"012345678{last}", out _));

    [Fact]
    public void A_non_breaking_space_is_a_space()
    {
        var number = AccountNumber.Draw();
        Assert.True(AccountNumber.TryRead(number.Value.Insert(4, "\u00A0"), out var read));
        Assert.Equal(number, read);
    }

    [Fact]
    public void An_eleventh_digit_makes_it_no_number()
    {
        var number = AccountNumber.Draw().Value;
        Assert.DoesNotContain(Enumerable.Range(0, 10), digit => AccountNumber.TryRead($"{number}{digit}", out _));
    }

    [Fact]
    public void What_was_stored_is_read_back_and_anything_else_is_a_fault()
    {
        var number = AccountNumber.Draw();
        Assert.Equal(number, AccountNumber.FromStored(number.Value));
        Assert.Equal("Not an account number.", Assert.Throws<FormatException>(() => AccountNumber.FromStored("1")).Message);
    }

    [Fact]
    public void Numbers_are_not_sequential()
    {
        var numbers = Enumerable.Range(0, 200).Select(_ => long.Parse(AccountNumber.Draw().Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.Contains(numbers.Zip(numbers.Skip(1)), pair => pair.Second < pair.First);
    }
}
