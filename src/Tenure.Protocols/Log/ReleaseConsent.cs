using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>A holder's consent that a device becomes free, as an entry of its log: only what whoever has the ticket cannot know.</summary>
/// <remarks>
/// Device, epoch, holding, and whether data goes are put in from the ticket, and the hash then is the leaf's or is not: nobody has to read details, or to compare them, and an entry about anything else has no such form.
/// docs/protocols/log.md. Byte arrays are not copied.
/// </remarks>
public sealed record ReleaseConsent
{
    /// <summary>The event's name in the log.</summary>
    public const string Event = "release_granted";

    /// <summary>How long a holder has at least to object to a case.</summary>
    public static readonly TimeSpan ShortestWait = TimeSpan.FromDays(14);

    /// <summary>16 bytes: the log's own name of the device.</summary>
    public required byte[] DeviceRef { get; init; }

    /// <summary>16 bytes: the log's own name of the holding.</summary>
    public required byte[] HoldingRef { get; init; }

    /// <summary>Position in the device's chain, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>32 bytes: hash of the entry before.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>16 bytes under which the details were committed to.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>16 bytes that stand for the account; whoever does not know it learns nothing from them.</summary>
    public required byte[] HolderMark { get; init; }

    /// <summary>When, UTC, whole seconds; the entry says the hour.</summary>
    public required DateTimeOffset At
    {
        get;
        init => field = DateTimeOffset.FromUnixTimeSeconds(value.ToUnixTimeSeconds());
    }

    /// <summary>Where.</summary>
    public required ConsentPlace By { get; init; }

    /// <summary>When the holder was told, UTC, whole seconds; with <see cref="ConsentPlace.Case"/>, and only there.</summary>
    public DateTimeOffset? AnnouncedAt
    {
        get;
        init => field = value is { } told ? DateTimeOffset.FromUnixTimeSeconds(told.ToUnixTimeSeconds()) : null;
    }

    /// <summary>Whether a release without the holder's word is one that may be: data goes, and the holder was told <see cref="ShortestWait"/> before.</summary>
    public bool IsFair(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return By != ConsentPlace.Case ? AnnouncedAt is null : ticket.Erase is true && AnnouncedAt is { } told && At - told >= ShortestWait;
    }

    /// <summary>The hash of the entry, if it was the consent to this release.</summary>
    /// <param name="ticket">A release ticket.</param>
    /// <exception cref="ProtocolException">A field has a wrong length or is outside its range.</exception>
    public byte[] HashFor(Ticket ticket) => LogChain.Hash(new LogEntry
    {
        Format = 2,
        DeviceRef = DeviceRef,
        HoldingRef = HoldingRef,
        Sequence = Sequence,
        Previous = Previous,
        Event = Event,
        At = LogTime.Cut(At),
        Commitment = LogChain.Commit(Salt, Encoding.ASCII.GetBytes(DetailsFor(ticket))),
    });

    /// <summary>The details that were committed to, if it was the consent to this release.</summary>
    public string DetailsFor(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var told = AnnouncedAt is { } announced ? $",\"announced\":\"{TextOf(announced)}\"" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"device":"{{ticket.Subject.Text}}","state":"releasing","epoch":{{ticket.Epoch}},"holding":"{{Convert.ToHexStringLower(ticket.HoldingId ?? [])}}","holder":"{{Base64Url.EncodeToString(HolderMark)}}","erase":{{(ticket.Erase is true ? "true" : "false")}},"by":"{{NameOf(By)}}","at":"{{TextOf(At)}}"{{told}}}""");
    }

    private static string TextOf(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string NameOf(ConsentPlace place) => place switch { ConsentPlace.Phone => "phone", ConsentPlace.Case => "case", _ => "page" };
}
