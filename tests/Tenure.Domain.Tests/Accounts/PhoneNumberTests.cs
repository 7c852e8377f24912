using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class PhoneNumberTests
{
    [Theory]
    [InlineData("+4915112345678")]
    [InlineData("+1234567")]
    [InlineData("+123456789012345")]
    public void A_stored_number_reads_back(string value)
    {
        Assert.Equal(value, PhoneNumber.FromStored(value).Value);
        Assert.Equal(value, PhoneNumber.FromStored(value).ToString());
        Assert.Equal(PhoneNumber.FromStored(value), PhoneNumber.FromStored(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4915112345678")]
    [InlineData("04915112345678")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("+0123456789")]
    [InlineData("+49 15112345678")]
    [InlineData("+4915112345678\n")]
    [InlineData("+49151123456٧٨")]
    public void Anything_else_is_no_number(string value) => Assert.Throws<FormatException>(() => PhoneNumber.FromStored(value));
}
