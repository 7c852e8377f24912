using System.Net;
using CsCheck;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class NetworkTests
{
    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    public void A_network_is_a_slash_24_or_a_slash_64(string address, string expected) =>
        Assert.Equal(expected, Network.Of(IPAddress.Parse(address)).Prefix);

    [Fact]
    public void No_address_is_a_network_of_its_own() => Assert.Equal(Network.Unknown, Network.Of(null));

    [Fact]
    public void A_network_is_written_as_its_prefix()
    {
        Assert.Equal("unknown", Network.Unknown.ToString());
        Assert.Equal("192.0.2.0/24", Network.Of(IPAddress.Parse("192.0.2.255")).ToString());
    }

    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("fe80::1%3", "fe80::/48")]
    public void What_one_customer_has_is_a_slash_24_or_a_slash_48(string address, string expected) => Assert.Equal(expected, Network.Of(IPAddress.Parse(address)).Site);

    [Fact]
    public void What_has_no_address_is_one_customer() => Assert.Equal("unknown", Network.Unknown.Site);

    [Fact]
    public void Neighbours_share_a_network() => Gen.Select(Gen.Byte.Array[4], Gen.Byte).Sample((bytes, last) =>
    {
        var first = Network.Of(new IPAddress(bytes));
        bytes[3] = last;
        return first == Network.Of(new IPAddress(bytes));
    });
}
