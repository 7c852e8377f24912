using Tenure.Device.Phone;

namespace Tenure.Device.Block;

/// <summary>The block that survives a wipe, read at start and changed only by <see cref="Move"/>.</summary>
/// <remarks>
/// Order of a write: the older slot, sync, read back, then the counter. Cut in between, the block is one ahead of the counter, which only this phone
/// can have written; the next start completes it. A valid block behind the counter was copied back and is not trusted.
/// </remarks>
public sealed class PersistentBlock
{
    /// <summary>Label of the block's slots under their HMAC.</summary>
    public const string Label = "tenure/block/1";

    private readonly SlotPair slots;
    private readonly Counters counters;
    private ulong sequence;

    private PersistentBlock(SlotPair slots, Counters counters)
    {
        this.slots = slots;
        this.counters = counters;
    }

    /// <summary>The stored state, or <see cref="BlockState.Untrusted"/>.</summary>
    public BlockState State => Content?.State ?? BlockState.Untrusted;

    /// <summary>What is stored; <c>null</c> while the block is not trusted.</summary>
    public BlockContent? Content { get; private set; }

    /// <summary>Why the block is not trusted; <c>null</c> when it is.</summary>
    public BlockFault? Fault { get; private set; }

    /// <summary>Sequence of the block that was read or written last; 0 when none is valid.</summary>
    public ulong Sequence => sequence;

    /// <summary>Gives a phone its first block: once in its life, before its key exists.</summary>
    public static void Format(SlotPair slots, Counters counters) =>
        new PersistentBlock(slots, counters).Store(new BlockContent { State = BlockState.Free });

    /// <summary>Reads the block as at power-on.</summary>
    public static PersistentBlock Load(SlotPair slots, Counters counters)
    {
        var block = new PersistentBlock(slots, counters);
        block.Read();
        return block;
    }

    /// <summary>Makes <paramref name="step"/> and stores <paramref name="next"/>, whose state is that of the table.</summary>
    /// <exception cref="InvalidOperationException">The table does not allow the step, or leads elsewhere.</exception>
    public void Move(BlockStep step, BlockContent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (BlockTransitions.Next(State, step) is not { } state || state != next.State)
        {
            throw new InvalidOperationException($"{step} does not lead from {State} to {next.State}.");
        }

        Store(next);
    }

    /// <summary>The server has acknowledged the receipt for the last change.</summary>
    public void ReceiptAcknowledged()
    {
        if (Content is { ReceiptOwed: true } content)
        {
            Store(content with { ReceiptOwed = false });
        }
    }

    /// <summary>Notes which server the phone belongs to; a block that cannot be trusted notes nothing.</summary>
    /// <param name="serverDigest">The server.</param>
    /// <param name="marks">What its roots have said.</param>
    public void BelongsTo(byte[] serverDigest, RootMarks marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        if (Content is not { } content)
        {
            return;
        }

        // A server that a root has put in the place of another one: what is under the pin now is what counts, the rest was the other one's.
        var replaced = content.NextServerDigest is { } next && serverDigest.AsSpan().SequenceEqual(next);
        var kept = replaced ? marks : marks.With(MarksOf(content));
        var noted = content with
        {
            ServerDigest = serverDigest,
            NextServerDigest = replaced ? null : content.NextServerDigest,
            RootSerials = kept.Serials,
            Floors = kept.Floors,
        };
        if (replaced || !serverDigest.AsSpan().SequenceEqual(content.ServerDigest) || kept != MarksOf(content))
        {
            Store(noted);
        }
    }

    /// <summary>A root has named another server; the pin is changed next. A block that cannot be trusted notes nothing.</summary>
    public void WillBelongTo(byte[] serverDigest)
    {
        if (Content is { } content)
        {
            Store(content with { NextServerDigest = serverDigest });
        }
    }

    /// <summary>What is stored of the roots' statements; nothing while the block is not trusted.</summary>
    public RootMarks Marks => Content is { } content ? MarksOf(content) : RootMarks.None;

    private static RootMarks MarksOf(BlockContent content) => new() { Serials = content.RootSerials, Floors = content.Floors };

    /// <summary>Keeps another erase code, or none; only while somebody holds the phone.</summary>
    /// <exception cref="InvalidOperationException">Nobody does, or it is lost.</exception>
    public void Keep(EraseCodeHash? code)
    {
        if (Content is not { State: BlockState.Held } content)
        {
            throw new InvalidOperationException("Nobody has this phone in hand who may set a code.");
        }

        Store(content with { EraseCode = code });
    }

    private void Read()
    {
        var record = slots.Read();
        sequence = record?.Sequence ?? 0;
        Content = record is null ? null : BlockCodec.Decode(record.Body);
        Fault = Content is null ? BlockFault.Unreadable
            : !counters.IsReadable ? BlockFault.CounterUnreadable
            : sequence < counters.BlockSequence ? BlockFault.Older
            : sequence > counters.BlockSequence + 1 ? BlockFault.AheadOfCounter
            : null;
        if (Fault is not null)
        {
            Content = null;
        }
        else if (sequence == counters.BlockSequence + 1)
        {
            counters.AdvanceTo(sequence);
        }
    }

    private void Store(BlockContent next)
    {
        var following = Math.Max(sequence, counters.BlockSequence) + 1;
        slots.Write(following, BlockCodec.Encode(next));
        counters.AdvanceTo(following);
        (sequence, Content, Fault) = (following, next, null);
    }
}
