namespace Tenure.Protocols.Fastboot;

/// <summary>Messages and data between a host and a device, over whatever carries them.</summary>
/// <remarks>Every way in which the peer can be wrong, silent or gone becomes a <see cref="ProtocolException"/>.</remarks>
internal interface IFastbootWire
{
    /// <summary>How long a silent peer is waited for, before an answer and before it takes what is sent.</summary>
    TimeSpan Patience { get; }

    /// <summary>Reads a command or a reply.</summary>
    /// <returns>Its bytes; <c>null</c> when the peer went away between two messages and the carrier can tell.</returns>
    /// <exception cref="ProtocolException">It is empty or larger than <paramref name="maxBytes"/>, or the peer went away inside of it.</exception>
    Task<byte[]?> ReadMessageAsync(int maxBytes, CancellationToken ct);

    /// <summary>Sends a command or a reply.</summary>
    /// <exception cref="ProtocolException">The peer is gone.</exception>
    Task WriteMessageAsync(ReadOnlyMemory<byte> message, CancellationToken ct);

    /// <summary>Fills the buffer, however the peer cuts the data.</summary>
    /// <exception cref="ProtocolException">A piece is empty or reaches past the end of the data, or the peer went away.</exception>
    Task ReadDataAsync(Memory<byte> data, CancellationToken ct);

    /// <summary>Says how much data comes in parts, where the carrier wants to know: a part has no head of its own then.</summary>
    Task BeginDataAsync(long bytes, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Sends a part of the data that was announced.</summary>
    /// <exception cref="ProtocolException">The peer is gone.</exception>
    Task WritePartAsync(ReadOnlyMemory<byte> part, CancellationToken ct) => WriteDataAsync(part, ct);

    /// <summary>Sends data.</summary>
    /// <exception cref="ProtocolException">The peer is gone.</exception>
    Task WriteDataAsync(ReadOnlyMemory<byte> data, CancellationToken ct);
}
