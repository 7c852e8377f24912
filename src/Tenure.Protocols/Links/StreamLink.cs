namespace Tenure.Protocols.Links;

/// <summary>A link over a byte stream: a serial port, a pseudo-terminal, a TCP connection.</summary>
/// <param name="stream">Disposed with the link.</param>
public sealed class StreamLink(Stream stream) : IFlashLink
{
    /// <inheritdoc/>
    public LinkKind Kind => LinkKind.Stream;

    /// <inheritdoc/>
    public int PacketSize => 0;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct) => stream.ReadAsync(buffer, ct);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => bytes.IsEmpty ? default : stream.WriteAsync(bytes, ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
