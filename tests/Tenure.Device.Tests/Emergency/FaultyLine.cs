using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Links;

namespace Tenure.Device.Tests.Emergency;

/// <summary>A real line of which what goes out from here is cut, late, doubled, or has something before it.</summary>
internal sealed class FaultyLine(IFlashLink line, LinkFaults faults) : IFlashLink
{
    private int transfers;
    private long sent;

    public LinkKind Kind => line.Kind;

    public int PacketSize => line.PacketSize;

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct) => line.ReadAsync(buffer[..Math.Min(buffer.Length, faults.Pieces)], ct);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await Task.Delay(faults.Delay, ct);
        if (faults.Stray is var (at, stray) && at == transfers)
        {
            await PutAsync(stray, ct);
        }

        await PutAsync(bytes, ct);
        if (faults.Twice == transfers)
        {
            await PutAsync(bytes, ct);
        }

        transfers++;
    }

    public ValueTask DisposeAsync() => line.DisposeAsync();

    private async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var left = Math.Max(0, (faults.CutAfter ?? long.MaxValue) - sent);
        await line.WriteAsync(bytes[..(int)Math.Min(bytes.Length, left)], ct);
        sent += bytes.Length;
        if (bytes.Length > left)
        {
            throw new IOException("Cut.");
        }
    }
}
