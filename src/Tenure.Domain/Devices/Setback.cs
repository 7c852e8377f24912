namespace Tenure.Domain.Devices;

/// <summary>A device that proved itself over a fresh nonce, with a count that the server had seen before. One row a device.</summary>
/// <remarks>A phone whose counters were damaged or put back is behind once, and counts on. Of two with one key, each is behind whenever the other one was heard: that repeats.</remarks>
public sealed class Setback
{
    /// <summary>For how long it is remembered that a device was behind: within that time the next one repeats it.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>How often the holder is told at most.</summary>
    public static readonly TimeSpan BetweenLetters = TimeSpan.FromDays(1);

    private Setback()
    {
    }

    /// <summary>A device that was never behind before.</summary>
    public Setback(DeviceId device, DateTimeOffset now)
    {
        DeviceId = device;
        FirstAt = now;
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>The boot count that the server had seen when the device was behind last.</summary>
    public uint Seen { get; private set; }

    /// <summary>How often it was behind, without <see cref="SetbackKind.Again"/>.</summary>
    public int Times { get; private set; }

    /// <summary>The first time (UTC).</summary>
    public DateTimeOffset FirstAt { get; private set; }

    /// <summary>The last time (UTC).</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>How often it was <see cref="SetbackKind.Repeated"/>.</summary>
    public int Repeats { get; private set; }

    /// <summary>The last time that it was (UTC); <c>null</c> for never.</summary>
    public DateTimeOffset? RepeatedAt { get; private set; }

    /// <summary>Whether anybody ever held it: anybody can make a device that nobody held.</summary>
    public bool WasHeld { get; private set; }

    /// <summary>When the holder was told last that it was behind (UTC).</summary>
    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>When the holder was told last that it repeats (UTC).</summary>
    public DateTimeOffset? RepeatToldAt { get; private set; }

    /// <summary>The device is behind.</summary>
    /// <param name="seen">The boot count that the server has seen.</param>
    /// <param name="wasHeld">Whether anybody holds it, or ever did.</param>
    /// <param name="heldSince">Since when its holder holds it; <c>null</c> when nobody does. What was before is no business of theirs.</param>
    /// <param name="isCopy">Whether it shows without a second time that it is an older copy.</param>
    /// <param name="now">The time (UTC).</param>
    public SetbackKind Note(uint seen, bool wasHeld, DateTimeOffset? heldSince, bool isCopy, DateTimeOffset now)
    {
        WasHeld |= wasHeld;
        var isFirst = Times == 0 || LastAt < heldSince;
        if (isFirst)
        {
            (ToldAt, RepeatToldAt) = (null, null);
        }
        else if (seen == Seen)
        {
            return SetbackKind.Again;
        }

        var repeats = isCopy || (!isFirst && now - LastAt <= Memory);
        (Seen, Times, LastAt) = (seen, Times + 1, now);
        if (!repeats)
        {
            return SetbackKind.Older;
        }

        (Repeats, RepeatedAt) = (Repeats + 1, now);
        return SetbackKind.Repeated;
    }

    /// <summary>Whether the holder is to be told of it now, and notes that they are.</summary>
    public bool Tell(SetbackKind kind, DateTimeOffset now)
    {
        var last = kind == SetbackKind.Repeated ? RepeatToldAt : ToldAt;
        if (kind == SetbackKind.Again || now - last < BetweenLetters)
        {
            return false;
        }

        if (kind == SetbackKind.Repeated)
        {
            RepeatToldAt = now;
        }
        else
        {
            ToldAt = now;
        }

        return true;
    }
}
