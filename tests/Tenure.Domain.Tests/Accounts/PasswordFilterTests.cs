using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class PasswordFilterTests
{
    private const int Listed = 50_000;
    private static readonly long Blocks = PasswordFilter.BlocksFor(Listed);
    private static readonly byte[] Filter = Make();

    [Fact]
    public void Every_listed_password_is_found() => Assert.All(Enumerable.Range(0, Listed), n => Assert.True(Has($"listed {n}")));

    // Twice the promise of one in 100,000, so that chance does not fail it: 10 are expected of a million at that rate.
    [Fact]
    public void A_password_that_is_not_listed_is_hardly_ever_found() => Assert.InRange(Enumerable.Range(0, 1_000_000).Count(n => Has($"other {n}")), 0, 20);

    [Fact]
    public void All_bits_of_a_block_are_used()
    {
        var all = new byte[PasswordFilter.BlockSize];
        for (var n = 0; n < 1000; n++)
        {
            PasswordFilter.Add(all, HashOf(n.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.All(all, b => Assert.Equal(0xff, b));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 2)]
    [InlineData(PasswordFilter.MostPasswords, PasswordFilter.MostPasswords / 16)]
    public void A_block_is_for_sixteen_passwords(long passwords, long blocks) => Assert.Equal(blocks, PasswordFilter.BlocksFor(passwords));

    [Fact]
    public void The_block_is_always_one_that_there_is()
    {
        Assert.Equal(0, PasswordFilter.BlockOf(new byte[PasswordFilter.HashSize], 3));
        Assert.Equal(2, PasswordFilter.BlockOf([.. Enumerable.Repeat((byte)0xff, PasswordFilter.HashSize)], 3));
    }

    private static byte[] Make()
    {
        var filter = new byte[Blocks * PasswordFilter.BlockSize];
        for (var n = 0; n < Listed; n++)
        {
            var hash = HashOf($"listed {n}");
            PasswordFilter.Add(Block(filter, hash), hash);
        }

        return filter;
    }

    private static bool Has(string password)
    {
        var hash = HashOf(password);
        return PasswordFilter.Has(Block(Filter, hash), hash);
    }

    private static Span<byte> Block(byte[] filter, byte[] hash) =>
        filter.AsSpan((int)PasswordFilter.BlockOf(hash, Blocks) * PasswordFilter.BlockSize, PasswordFilter.BlockSize);

    // Any hash spreads alike.
    private static byte[] HashOf(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password))[..PasswordFilter.HashSize];
}
