using Tenure.Protocols.Links;

namespace Tenure.Protocols.Tests.Fuzz;

/// <summary>A stream that says the given bytes once something was written to it, and then ends.</summary>
internal sealed class AnsweringLink(byte[] bytes) : IFlashLink
{
    private readonly TaskCompletionSource<int> first = new();
    private Memory<byte> waiting;
    private bool asked;

    public LinkKind Kind => LinkKind.Stream;

    public int PacketSize => 0;

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (asked)
        {
            return new(0);
        }

        waiting = buffer;
        return new(first.Task);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> written, CancellationToken ct)
    {
        if (!asked)
        {
            asked = true;
            var part = Math.Min(waiting.Length, bytes.Length);
            bytes.AsMemory(0, part).CopyTo(waiting);
            first.SetResult(part);
        }

        return default;
    }

    public ValueTask DisposeAsync() => default;
}
