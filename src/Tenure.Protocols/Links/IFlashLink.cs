namespace Tenure.Protocols.Links;

/// <summary>The two pipes between a host and a device in one of its flashing modes.</summary>
public interface IFlashLink : IAsyncDisposable
{
    /// <summary>What the link keeps of borders.</summary>
    LinkKind Kind { get; }

    /// <summary>On USB the bytes of a packet (64, 512, 1024): a transfer of a multiple of them needs an empty packet to end. 0 where there is no such thing.</summary>
    int PacketSize { get; }

    /// <summary>Reads one transfer, or some bytes of a stream.</summary>
    /// <param name="buffer">At least as long as any transfer; the rest of a longer one is lost, and that is an error.</param>
    /// <param name="ct">Gives up; what comes later is not lost.</param>
    /// <returns>How many bytes. 0 is an empty transfer, or the end of a stream.</returns>
    /// <exception cref="IOException">The device went away.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct);

    /// <summary>Writes one transfer, or bytes of a stream.</summary>
    /// <param name="bytes">An empty one is an empty transfer, and nothing on a stream.</param>
    /// <param name="ct">Gives up; nothing of a transfer was taken then.</param>
    /// <exception cref="IOException">The device went away.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct);
}
