using System.Security.Cryptography;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Firehose;

public sealed class DigestTablesTests
{
    private const int Patches = 60;

    private static readonly FirehoseDeviceOptions Demanding = new() { TableKeys = [PublicKeyP256.From(Fixed.ReleaseKey)] };

    public static TheoryData<LinkKind> Kinds => [.. Enum.GetValues<LinkKind>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // A document of the session that was seen: its digest is the one of flash-protocols, with the line end that its host sends.
    [Fact]
    public void Counts_and_chains_are_those_of_other_tools()
    {
        Assert.Equal("c1b4f2e243decd29bc42f3f0cde9778758b1b729fdfa568ef6a6cfa13361038f", Convert.ToHexStringLower(SHA256.HashData("<?xml version=\"1.0\"?>\n<data><power value=\"reset\"/></data>\n"u8)));
        Assert.Equal([(40 + 32 + 64, 0), (40 + (53 * 32) + 64, 0), (40 + (54 * 32) + 64, 1), (40 + (54 * 32) + 64, 1), (40 + (54 * 32) + 64, 2)], new[] { 1, 53, 54, 53 + 255, 53 + 256 }.Select(count => (Make(count).First.Length, Make(count).Chained.Count)));
        Assert.Equal([33, (255 * 32) + 1], new[] { 54, 53 + 255 }.Select(count => Make(count).Chained[0].Length));
        Assert.Equal([8192, 33], Make(53 + 256).Chained.Select(table => table.Length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_session_whose_every_packet_is_in_a_table_goes_through(LinkKind kind)
    {
        var tables = DigestTables.Make(await RehearseAsync(), Fixed.ReleaseKey);
        Assert.Single(tables.Chained);
        await using var edl = new Edl(kind, Demanding);
        Assert.True(FirehoseHost.WantsTables(await edl.Host.GreetAsync(Ct)));
        Assert.True((await edl.Host.UseAsync(tables, Ct)).IsAck);
        await WorkAsync(edl.Host);
        Assert.Equal(FirehosePower.Off, await edl.Device);
        Assert.Equal(Edl.Bytes(5 << 19), edl.Disk.Content[0][(10 * 4096)..((10 * 4096) + (5 << 19))]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_the_table_or_with_another_one_nothing_but_power_is_taken(LinkKind kind)
    {
        await using var edl = new Edl(kind, Demanding);
        await edl.Host.GreetAsync(Ct);
        var refused = await edl.Host.ConfigureAsync(Edl.Configure, Ct);
        Assert.False(refused.IsAck);
        Assert.True(FirehoseHost.IsTableRefusal(refused.Reason));
        Assert.False((await edl.Host.UseAsync(DigestTables.Make(await RehearseAsync(), Fixed.Maker), Ct)).IsAck);
        Assert.False((await edl.Host.ConfigureAsync(Edl.Configure, Ct)).IsAck);
        Assert.True((await edl.Host.SendAsync(new FirehosePowerCommand(FirehosePower.Off), Ct)).IsAck);
        Assert.Equal(FirehosePower.Off, await edl.Device);
    }

    // One letter more, one packet left out, one twice: it is not the next, and there is no next after it.
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_packet_that_is_not_the_next_ends_it(LinkKind kind)
    {
        await using var edl = new Edl(kind, Demanding);
        await edl.Host.GreetAsync(Ct);
        Assert.True((await edl.Host.UseAsync(DigestTables.Make(await RehearseAsync(), Fixed.ReleaseKey), Ct)).IsAck);
        Assert.True((await edl.Host.ConfigureAsync(Edl.Configure, Ct)).IsAck);
        Assert.False((await edl.Host.SendAsync(new FirehoseStorageCommand(0), Ct)).IsAck);
        var refused = await edl.Host.SendAsync(Patch(0), Ct);
        Assert.True(FirehoseHost.IsTableRefusal(refused.Reason));
        Assert.All(edl.Disk.Content, unit => Assert.DoesNotContain((byte)0, unit));
        Assert.True((await edl.Host.SendAsync(new FirehosePowerCommand(FirehosePower.Off), Ct)).IsAck);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_an_image_that_differs_the_transfer_that_does_is_not_written(LinkKind kind)
    {
        await using var edl = new Edl(kind, Demanding);
        await edl.Host.GreetAsync(Ct);
        Assert.True((await edl.Host.UseAsync(DigestTables.Make(await RehearseAsync(), Fixed.ReleaseKey), Ct)).IsAck);
        Assert.True((await edl.Host.ConfigureAsync(Edl.Configure, Ct)).IsAck);
        for (var i = 0; i < Patches; i++)
        {
            Assert.True((await edl.Host.SendAsync(Patch(i), Ct)).IsAck);
        }

        var image = Edl.Bytes(5 << 19);
        image[(1 << 20) + 5] ^= 1;
        var refused = await edl.Host.ProgramAsync(new(Edl.Place(10, 640)), new MemoryStream(image), image.Length, null, Ct);
        Assert.True(FirehoseHost.IsTableRefusal(refused.Reason));
        Assert.Equal(image[..(1 << 20)], edl.Disk.Content[0][(10 * 4096)..((10 * 4096) + (1 << 20))]);
        Assert.All(edl.Disk.Content[0][((10 * 4096) + (1 << 20))..(650 * 4096)], b => Assert.Equal(0xff, b));
        Assert.True((await edl.Host.SendAsync(new FirehosePowerCommand(FirehosePower.Off), Ct)).IsAck);
    }

    [Fact]
    public void Tables_that_do_not_follow_on_each_other_are_refused()
    {
        var good = Make(400);
        Refused(() => new DigestTables(good.First, []));
        Refused(() => new DigestTables(good.First, [.. good.Chained.Reverse()]));
        Refused(() => new DigestTables(good.First, [.. good.Chained, good.Chained[^1]]));
        Refused(() => new DigestTables(Make(2).First, good.Chained));
        Refused(() => new DigestTables(good.First[..^1], good.Chained));
        var other = Make(401);
        Refused(() => new DigestTables(good.First, other.Chained));
    }

    private static void Refused(Func<DigestTables> make) => Assert.Equal(ProtocolErrorCode.FirehoseRefused, Assert.Throws<ProtocolException>(make).Code);

    private static DigestTables Make(int count) => DigestTables.Make([.. Enumerable.Range(0, count).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))], Fixed.ReleaseKey);

    private static FirehosePatchCommand Patch(int i) => new(Edl.Place(i, 1, unit: 1), 0, 4, FirehoseExpression.Of(i));

    private static async Task WorkAsync(FirehoseHost host)
    {
        Assert.True((await host.ConfigureAsync(Edl.Configure, Ct)).IsAck);
        for (var i = 0; i < Patches; i++)
        {
            Assert.True((await host.SendAsync(Patch(i), Ct)).IsAck);
        }

        Assert.True((await host.ProgramAsync(new(Edl.Place(10, 640)), new MemoryStream(Edl.Bytes(5 << 19)), 5 << 19, null, Ct)).IsAck);
        Assert.True((await host.SendAsync(new FirehosePowerCommand(FirehosePower.Off), Ct)).IsAck);
    }

    private static async Task<IReadOnlyList<byte[]>> RehearseAsync()
    {
        var rehearsal = new FirehoseRehearsal();
        await using var port = new LinkPort(rehearsal, TimeProvider.System);
        await WorkAsync(new FirehoseHost(port));

        // configure, patches, program with three transfers, power.
        Assert.Equal(1 + Patches + 4 + 1, rehearsal.Packets.Count);
        return rehearsal.Packets;
    }
}
