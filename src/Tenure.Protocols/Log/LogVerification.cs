using System.Globalization;

namespace Tenure.Protocols.Log;

/// <summary>Walks along a chain: takes line after line and says where it breaks first. For chains that are too long to hold.</summary>
public sealed class LogVerification
{
    private byte[]? deviceRef;
    private byte[] previous = LogChain.Start;
    private long position;

    /// <summary>A walk that begins with this entry, wherever in its chain it is: what is before it is not looked at.</summary>
    internal static LogVerification From(LogEntry first) => first.Sequence > 0 ? new() { position = first.Sequence, previous = first.Previous } : new();

    /// <summary>The hash of the last line taken; zeros before the first.</summary>
    public ReadOnlySpan<byte> Head => previous;

    /// <summary>How many lines were taken, from the first of the chain on.</summary>
    public long Count => position;

    /// <summary>Takes the next line.</summary>
    /// <returns>The break; <c>null</c> when the chain holds so far. After a break nothing more is to be taken.</returns>
    public LogBreak? Add(LogLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        deviceRef ??= line.Entry.DeviceRef;
        if (Find(line) is { } broken)
        {
            return broken;
        }

        previous = line.Hash;
        position++;
        return null;
    }

    /// <summary>Compares the end with the one that is known from elsewhere, if any.</summary>
    public LogBreak? End(byte[]? head) => head is null || head.AsSpan().SequenceEqual(previous)
        ? null
        : Broken(LogBreakReason.HeadDiffers, "The chain does not end at the hash that is known: entries at its end are missing or others.");

    private LogBreak? Find(LogLine line)
    {
        var entry = line.Entry;
        if (!entry.DeviceRef.AsSpan().SequenceEqual(deviceRef))
        {
            return Broken(LogBreakReason.OtherDevice, "The entry belongs to another device.");
        }

        if (entry.Sequence != position)
        {
            return Broken(
                LogBreakReason.SequenceGap,
                string.Create(CultureInfo.InvariantCulture, $"The entry has sequence {entry.Sequence} where {position} is expected."));
        }

        if (!entry.Previous.AsSpan().SequenceEqual(previous))
        {
            return Broken(LogBreakReason.PreviousDiffers, "The entry does not name the one before it.");
        }

        return FindInside(line);
    }

    private LogBreak? FindInside(LogLine line)
    {
        try
        {
            if (!LogChain.Hash(line.Entry).AsSpan().SequenceEqual(line.Hash))
            {
                return Broken(LogBreakReason.HashDiffers, "The entry was changed after it was hashed.");
            }
        }
        catch (ProtocolException e)
        {
            return Broken(LogBreakReason.EntryMalformed, e.Message);
        }

        return LogChain.DetailsHold(line)
            ? null
            : Broken(LogBreakReason.DetailsDiffer, "The details are not the ones that were committed to.");
    }

    private LogBreak Broken(LogBreakReason reason, string message) => new(position, reason, message);
}
