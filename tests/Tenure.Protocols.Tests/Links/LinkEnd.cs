using System.Threading.Channels;
using Tenure.Protocols.Links;

namespace Tenure.Protocols.Tests.Links;

/// <summary>One end of a link in memory.</summary>
internal sealed class LinkEnd : IFlashLink
{
    private readonly Channel<byte[]> input;
    private readonly Channel<byte[]> output;
    private readonly LinkFaults faults;
    private ReadOnlyMemory<byte> rest;
    private int transfers;
    private long sent;
    private bool said;

    private LinkEnd(LinkKind kind, Channel<byte[]> input, Channel<byte[]> output, LinkFaults faults)
    {
        Kind = kind;
        this.input = input;
        this.output = output;
        this.faults = faults;
    }

    public LinkKind Kind { get; }

    public int PacketSize => Kind == LinkKind.Message ? 512 : 0;

    /// <summary>Bytes that went out from here.</summary>
    public long Sent => sent;

    /// <summary>All transfers that went out from here.</summary>
    public List<byte[]> Written { get; } = [];

    /// <summary>Two ends; each has the faults of what goes out from it.</summary>
    public static (LinkEnd Host, LinkEnd Device) Pair(LinkKind kind, LinkFaults? fromHost = null, LinkFaults? fromDevice = null)
    {
        var (down, up) = (Channel.CreateUnbounded<byte[]>(), Channel.CreateUnbounded<byte[]>());
        return (new(kind, up, down, fromHost ?? new()), new(kind, down, up, fromDevice ?? new()));
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (rest.IsEmpty)
        {
            if (!await input.Reader.WaitToReadAsync(ct) || !input.Reader.TryRead(out var transfer))
            {
                return Kind == LinkKind.Stream ? 0 : throw new IOException("Gone.");
            }

            rest = transfer;
        }

        var part = Math.Min(rest.Length, Kind == LinkKind.Stream ? Math.Min(buffer.Length, faults.Pieces) : rest.Length);
        rest[..part].CopyTo(buffer);
        rest = rest[part..];
        return part;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (faults.Delay > TimeSpan.Zero)
        {
            await Task.Delay(faults.Delay, ct);
        }

        if (faults.TakesNothingBefore is var (busy, lines) && busy == transfers)
        {
            foreach (var line in said ? [] : lines)
            {
                input.Writer.TryWrite(line);
            }

            said = true;
            while (input.Reader.Count > 0)
            {
                await Task.Delay(1, ct);
            }
        }

        if (faults.EmptyTransfers && Kind == LinkKind.Message)
        {
            Put([]);
        }

        if (faults.Stray is var (at, stray) && at == transfers)
        {
            Put(stray);
        }

        Put(bytes.ToArray());
        if (faults.Twice == transfers)
        {
            Put(bytes.ToArray());
        }

        transfers++;
    }

    public ValueTask DisposeAsync()
    {
        input.Writer.TryComplete();
        output.Writer.TryComplete();
        return default;
    }

    private void Put(byte[] bytes)
    {
        var left = (faults.CutAfter ?? long.MaxValue) - sent;
        if (bytes.Length > left)
        {
            output.Writer.TryWrite(bytes[..(int)left]);
            sent += left;
            input.Writer.TryComplete();
            output.Writer.TryComplete();
            throw new IOException("Cut.");
        }

        if (bytes.Length > 0 || Kind == LinkKind.Message)
        {
            Written.Add(bytes);
            sent += bytes.Length;
            if (!output.Writer.TryWrite(bytes))
            {
                throw new IOException("Gone.");
            }
        }
    }
}
