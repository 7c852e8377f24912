using System.Numerics;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

public sealed class PublicKeyTests
{
    /// <summary>(x, y) and (x, p - y) are both on the curve.</summary>
    [Fact]
    public void Two_keys_that_share_a_coordinate_are_two_keys()
    {
        var prime = (BigInteger.One << 256) - (BigInteger.One << 224) + (BigInteger.One << 192) + (BigInteger.One << 96) - 1;
        var y = (prime - new BigInteger(Fixed.DeviceKey.Y, isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        var mirrored = PublicKeyP256.FromCoordinates(Fixed.DeviceKey.X, [.. new byte[32 - y.Length], .. y]);
        var same = PublicKeyP256.FromCoordinates(Fixed.DeviceKey.X, Fixed.DeviceKey.Y);

        Assert.False(Fixed.DeviceKey.Equals(mirrored));
        Assert.False(Fixed.DeviceKey.Equals(null));
        Assert.False(Fixed.DeviceKey.Equals((object)"device"));
        Assert.True(Fixed.DeviceKey.Equals((object)same));
        Assert.Equal(Fixed.DeviceKey.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void Nothing_may_stand_behind_a_key()
    {
        var refusal = Assert.Throws<ProtocolException>(() => PublicKeyP256.FromCoseKey((byte[])[.. Fixed.DeviceKey.ToCoseKey(), 0]));

        Assert.Equal((ProtocolErrorCode.Malformed, "There are bytes after the end."), (refusal.Code, refusal.Message));
    }
}
