using Tenure.Flash.Usb;

namespace Tenure.Flash.Tests.Usb;

public sealed class UsbLinkTests : IAsyncDisposable
{
    private readonly Pipes pipes = new();

    public ValueTask DisposeAsync() => pipes.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // A packet that does not fit breaks the transfer.
    [Theory]
    [InlineData(512, 512)]
    [InlineData(5000, 4608)]
    [InlineData(3 << 20, 1 << 20)]
    public async Task Whole_packets_are_asked_for(int room, int asked)
    {
        await using var link = new UsbLink(pipes);
        Assert.Equal(asked, await link.ReadAsync(new byte[room], Ct));
        Assert.Equal([(true, asked)], pipes.Moves);
    }

    [Fact]
    public async Task Room_for_less_than_a_packet_is_a_mistake()
    {
        await using var link = new UsbLink(pipes);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => link.ReadAsync(new byte[511], Ct).AsTask());
    }

    [Fact]
    public async Task An_empty_write_is_an_empty_transfer_and_a_long_one_is_several()
    {
        await using var link = new UsbLink(pipes);
        await link.WriteAsync(ReadOnlyMemory<byte>.Empty, Ct);
        await link.WriteAsync(new byte[(2 << 20) + 5], Ct);
        Assert.Equal([(false, 0), (false, 1 << 20), (false, 1 << 20), (false, 5)], pipes.Moves);
    }

    // Whoever hears that it was given up sends it again, and the device would have it twice.
    [Fact]
    public async Task A_write_that_was_taken_in_part_is_no_write_that_was_given_up()
    {
        await using var link = new UsbLink(pipes);
        pipes.Results.Enqueue(() => 512);
        Assert.Equal(UsbFault.Failed, (await Assert.ThrowsAsync<UsbException>(() => link.WriteAsync(new byte[1000], Ct).AsTask())).Fault);
        pipes.Results.Enqueue(() => throw new OperationCanceledException());
        await Assert.ThrowsAsync<OperationCanceledException>(() => link.WriteAsync(new byte[1000], Ct).AsTask());
        pipes.Results.Enqueue(() => 1 << 20);
        pipes.Results.Enqueue(() => throw new OperationCanceledException());
        Assert.Equal(UsbFault.Failed, (await Assert.ThrowsAsync<UsbException>(() => link.WriteAsync(new byte[(1 << 20) + 1], Ct).AsTask())).Fault);
    }
}
