using CsCheck;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform.Sms;

namespace Tenure.Server.Tests.Platform;

public sealed class PhoneNumbersTests
{
    [Theory]
    [InlineData("+4915112345678", null, "+4915112345678", "DE")]
    [InlineData(" +49 (151) 123-456.78 ", null, "+4915112345678", "DE")]
    [InlineData("+49/151/12345678", "FR", "+4915112345678", "DE")]
    [InlineData("\u202A+49\u00A015112345678\u202C", null, "+4915112345678", "DE")]
    [InlineData("＋８６ １３８ ００１３ ８０００", null, "+8613800138000", "CN")]
    [InlineData("0151 12345678", "DE", "+4915112345678", "DE")]
    [InlineData("00436641234567", "DE", "+436641234567", "AT")]
    [InlineData("8 (912) 345-67-89", "RU", "+79123456789", "RU")]
    [InlineData("+7 701 234 5678", null, "+77012345678", "KZ")]
    [InlineData("612 34 56 78", "ES", "+34612345678", "ES")]
    [InlineData("(415) 200-7986", "US", "+14152007986", "US")]
    [InlineData("+1 604 401 1234", null, "+16044011234", "CA")]
    [InlineData("+5491123456789", null, "+5491123456789", "AR")]
    public void A_number_is_read_as_people_write_it(string text, string? region, string value, string country)
    {
        Assert.Null(PhoneNumbers.Read(text, region, out var number));
        Assert.Equal((value, country), (number.Value, PhoneNumbers.RegionOf(number)));
    }

    [Theory]
    [InlineData("4152007986", null)]
    [InlineData("0151 12345678", null)]
    [InlineData("004915112345678", null)]
    [InlineData("15112345678", "XX")]
    [InlineData("15112345678", "de")]
    [InlineData("15112345678", "")]
    [InlineData("15112345678", "001")]
    [InlineData("", "DE")]
    [InlineData("+", "DE")]
    [InlineData("  ", "DE")]
    [InlineData("+49", null)]
    [InlineData("+49 151 12", null)]
    [InlineData("+999 123456789", null)]
    [InlineData("+49+15112345678", null)]
    [InlineData("+4915112345678;ext=12", null)]
    [InlineData("+4915112345678x12", null)]
    [InlineData("tel:+4915112345678", null)]
    [InlineData("+49 151 CALLME99", null)]
    [InlineData("+4915112345678\r\nBcc: x", null)]
    [InlineData("+49151\t12345678", null)]
    [InlineData("+49151123٤5678", null)]
    [InlineData("+4915112345678&to=+1", null)]
    [InlineData("+4915112345678'--", null)]
    [InlineData("a@example.org", "DE")]
    [InlineData("+                                          4915112345678", null)]
    public void Anything_else_is_no_number(string text, string? region) => Assert.Equal(PhoneRefusals.PhoneMalformed, PhoneNumbers.Read(text, region, out _));

    [Theory]
    [InlineData("+493012345678")] // fixed line
    [InlineData("+499001234567")] // premium rate
    [InlineData("+491801234567")] // shared cost
    [InlineData("+4916812345678")] // pager
    [InlineData("+498001234567")] // toll free
    [InlineData("+4970012345678")] // personal
    [InlineData("+445612345678")] // VoIP
    [InlineData("+881612345678")] // satellite
    [InlineData("+80012345678")] // international toll free
    [InlineData("+979123456789")] // international premium rate
    [InlineData("+878101234567890")] // universal personal
    public void A_number_that_takes_no_SMS_or_earns_by_it_is_not_reachable(string text) => Assert.Equal(PhoneRefusals.PhoneNotReachable, PhoneNumbers.Read(text, null, out _));

    [Fact]
    public void Text_that_no_database_carries_is_malformed() =>
        Assert.All((string[])["+49151\u000012345678", "+4915112345678\uD800", "\uDC00+4915112345678"], text => Assert.Equal("malformed", PhoneNumbers.Read(text, null, out _)?.Code));

    [Fact]
    public void Any_text_at_all_is_read_or_refused() => Gen.Select(Gen.String, Gen.Int[0, 2]).Sample((text, region) =>
    {
        var refusal = PhoneNumbers.Read(text, region == 0 ? null : region == 1 ? "DE" : "CN", out var number);
        return refusal is null == number.Value is not null;
    });

    [Fact]
    public void Digits_of_any_length_are_read_or_refused() => Gen.Select(Gen.Char["0123456789+ -()./"].Array[0, 60], Gen.Int[0, 5].Select(i => new[] { null, "DE", "US", "CN", "RU", "AR" }[i])).Sample((chars, region) =>
        PhoneNumbers.Read(new string(chars), region, out var number) is not null || PhoneNumber.FromStored(number.Value) == number);

    [Fact]
    public void A_number_read_once_reads_to_itself() => Gen.Char["0123456789"].Array[4, 12].Sample(digits =>
        PhoneNumbers.Read("+49" + new string(digits), null, out var first) is not null || (PhoneNumbers.Read(first.Value, null, out var second) is null && first == second));

    // What is long is not looked at: a million characters that expand cost no more than the look at each of them.
    [Fact]
    public void A_long_text_is_refused_unread()
    {
        var text = new string('\uFDFA', 1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(PhoneRefusals.PhoneMalformed, PhoneNumbers.Read(text, "DE", out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }
}
