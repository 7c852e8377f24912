using System.Buffers.Binary;

namespace Tenure.Domain.Cases;

/// <summary>Decoys: cases that the server makes up, whose papers contradict each other, to see who is for anything. They come when people's cases come: a while after one of them, at about its hour.</summary>
public static class DecoyRules
{
    /// <summary>Decoys of a hundred cases at most.</summary>
    public const int MostPercent = 50;

    /// <summary>How long after a person's case a decoy is begun: the same hour of the same day of the week.</summary>
    public static readonly TimeSpan After = TimeSpan.FromDays(7);

    /// <summary>How long a server may have stood still and still begins what it missed.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromHours(2);

    /// <summary>It is handed in this long after it was begun at the earliest: its papers have to be looked at as everybody's.</summary>
    public static readonly TimeSpan LeastDraft = TimeSpan.FromMinutes(5);

    /// <summary>How far apart the latest and the earliest such moment are.</summary>
    public static readonly TimeSpan Spread = TimeSpan.FromHours(1);

    /// <summary>It ends by itself when nobody decided it in that time.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    /// <summary>Whether a decoy follows a person's case, by lot.</summary>
    /// <param name="lot">8 bytes that nobody can foretell, the same each time for one case.</param>
    /// <param name="percent">Of a hundred cases, 0 to <see cref="MostPercent"/>.</param>
    public static bool Follows(ReadOnlySpan<byte> lot, int percent) => BinaryPrimitives.ReadUInt32BigEndian(lot) % 10_000 < percent * 100u;

    /// <summary>When the decoy that follows a case is handed in (UTC).</summary>
    /// <param name="lot">As for <see cref="Follows"/>.</param>
    /// <param name="seed">When the person handed that case in.</param>
    public static DateTimeOffset DueAt(ReadOnlySpan<byte> lot, DateTimeOffset seed) =>
        seed + After + LeastDraft + TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(lot[4..]) % (uint)Spread.TotalSeconds);
}
