using Tenure.Flash.Usb;

namespace Tenure.Flash.Tests.Usb;

/// <summary>Pipes that do what the test says, and remember what was asked of them.</summary>
internal sealed class Pipes : IUsbPipes
{
    /// <summary>Of each move the direction and the bytes of room.</summary>
    public List<(bool IsIn, int Size)> Moves { get; } = [];

    /// <summary>What each move comes to; what is not said moves all.</summary>
    public Queue<Func<int>> Results { get; } = [];

    public int PacketSize => 512;

    public Task<int> MoveAsync(bool isIn, Memory<byte> bytes, CancellationToken ct)
    {
        Moves.Add((isIn, bytes.Length));
        return Results.TryDequeue(out var result) ? Task.FromResult(result()) : Task.FromResult(bytes.Length);
    }

    public ValueTask DisposeAsync() => default;
}
