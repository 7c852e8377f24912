namespace Tenure.Server.Keys.Contracts;

/// <summary>The way to whoever has the private keys: a socket of a process, or, in tests, the same desk in this one.</summary>
internal interface ISignerLine
{
    /// <summary>Makes sure that there is somebody at the other end, without waiting for them.</summary>
    void Begin();

    /// <summary>Sends a request and gives the answer. May be repeated: the same request gets the same answer.</summary>
    /// <exception cref="IOException">Nobody answers.</exception>
    Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken ct);
}
