using System.Security.Cryptography;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Links;

namespace Tenure.Protocols.Tests.Ports;

public sealed class LinkPortTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Documents and raw bytes in turns, however they are cut on the way.</summary>
    [Theory]
    [InlineData(LinkKind.Stream, 1)]
    [InlineData(LinkKind.Stream, 4097)]
    [InlineData(LinkKind.Stream, int.MaxValue)]
    [InlineData(LinkKind.Message, int.MaxValue)]
    public async Task What_is_taken_are_the_bytes_that_came_in_their_order(LinkKind kind, int pieces)
    {
        var (host, device) = LinkEnd.Pair(kind, fromHost: new() { Pieces = pieces }, fromDevice: new() { Pieces = pieces });
        await using var port = new LinkPort(device, TimeProvider.System);
        for (var i = 0; i < 20; i++)
        {
            var document = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, 300));
            var raw = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, pieces == 1 ? 20_000 : LinkPort.BufferSize + 1));
            await host.WriteAsync(document, Ct);
            await host.WriteAsync(raw, Ct);

            Assert.True(await port.FillAsync(document.Length, null, Ct));
            Assert.Equal(document, port.Buffered[..document.Length].ToArray());
            port.Consume(document.Length);
            var first = RandomNumberGenerator.GetInt32(raw.Length);
            Assert.Equal(raw[..first], (await port.TakeAsync(first, () => null, Ct))!.Value.ToArray());
            Assert.Equal(raw[first..], (await port.TakeAsync(raw.Length - first, () => null, Ct))!.Value.ToArray());
        }

        Assert.True(port.Buffered.IsEmpty);
    }

    /// <summary>The one that waited too long loses nothing: what came before and what comes later is there for the next.</summary>
    [Fact]
    public async Task Who_waits_too_long_for_bytes_gets_none_and_the_next_one_all()
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Stream);
        await using var port = new LinkPort(device, TimeProvider.System);
        await host.WriteAsync(new byte[] { 1, 2, 3 }, Ct);
        Assert.Null(await port.TakeAsync(5, () => TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(50), Ct));
        await host.WriteAsync(new byte[] { 4, 5, 6 }, Ct);

        Assert.Equal([1, 2, 3, 4, 5], (await port.TakeAsync(5, () => null, Ct))!.Value.ToArray());
        Assert.Equal([6], (await port.TakeAsync(1, () => null, Ct))!.Value.ToArray());
    }
}
