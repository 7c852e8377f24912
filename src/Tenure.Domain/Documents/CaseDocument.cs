namespace Tenure.Domain.Documents;

/// <summary>One file that a person sent. How it was called is not kept.</summary>
public sealed class CaseDocument
{
    private CaseDocument()
    {
    }

    /// <summary>One that is about to arrive.</summary>
    /// <param name="id">Random: part of its address.</param>
    /// <param name="folder">Where it lies.</param>
    /// <param name="number">From 1 within the folder.</param>
    /// <param name="kind">What it shows, as the person says.</param>
    /// <param name="length">Bytes that were announced.</param>
    /// <param name="key">The key of its files, sealed.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="sentFrom">Keyed hash of the network that it comes from, 64 characters; <c>null</c> for one of the server's own.</param>
    public CaseDocument(Guid id, Guid folder, int number, DocumentKind kind, long length, byte[] key, DateTimeOffset now, string? sentFrom = null)
    {
        Id = id;
        FolderId = folder;
        Number = number;
        Kind = kind;
        Length = length;
        Key = key;
        StartedAt = now;
        SentFrom = sentFrom;
        Touch(now);
    }

    /// <summary>Names its files; random.</summary>
    public Guid Id { get; private set; }

    /// <summary>The folder.</summary>
    public Guid FolderId { get; private set; }

    /// <summary>From 1 within the folder.</summary>
    public int Number { get; private set; }

    /// <summary>What it shows, as the person says.</summary>
    public DocumentKind Kind { get; private set; }

    /// <summary>Bytes of what was sent.</summary>
    public long Length { get; private set; }

    /// <summary>How far it is.</summary>
    public DocumentState State { get; private set; }

    /// <summary>By its content; <c>null</c> until it was looked at.</summary>
    public DocumentType? Type { get; private set; }

    /// <summary>Pages that can be shown.</summary>
    public int Pages { get; private set; }

    /// <summary>The key of its files, sealed with the server's key file; empty when there are none.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>Keyed hash of what was sent, 32 bytes; <c>null</c> until it was looked at.</summary>
    public byte[]? ContentMac { get; private set; }

    /// <summary><see cref="PictureLook"/> of the first page; <c>null</c> where a picture is too plain to be told from others.</summary>
    public byte[]? Look { get; private set; }

    /// <summary>What its sender says that stands on it, sealed with the server's key file; <c>null</c> where nothing was said.</summary>
    public byte[]? Words { get; private set; }

    /// <summary>Keyed hash of who paid, 32 bytes; <c>null</c> where that was not said.</summary>
    public byte[]? PayerMac { get; private set; }

    /// <summary>Code of the reason why it was not taken.</summary>
    public string? RefusedBecause { get; private set; }

    /// <summary>Keyed hash of the network that it came from, for what looking at it costs; <c>null</c> once it was looked at.</summary>
    public string? SentFrom { get; private set; }

    /// <summary>When it was begun (UTC).</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it is given up if nothing more arrives (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; private set; }

    /// <summary>Its sender says what stands on it.</summary>
    /// <param name="words">Sealed.</param>
    /// <param name="payerMac">Keyed hash of who paid; <c>null</c> where that was not said.</param>
    public void Say(byte[] words, byte[]? payerMac) => (Words, PayerMac) = (words, payerMac);

    /// <summary>More of it arrived.</summary>
    public void Touch(DateTimeOffset now)
    {
        var (next, last) = (now + DocumentRules.UploadTime, StartedAt + DocumentRules.LongestUploadTime);
        ExpiresAt = next < last ? next : last;
        Version++;
    }

    /// <summary>All of it is there.</summary>
    /// <param name="length">Bytes that came.</param>
    public void Receive(long length)
    {
        Length = length;
        State = DocumentState.Received;
        Version++;
    }

    /// <summary>Pictures were made.</summary>
    public void Keep(DocumentType type, int pages, byte[] contentMac, byte[]? look)
    {
        (State, Type, Pages, ContentMac, Look, SentFrom) = (DocumentState.Kept, type, pages, contentMac, look, null);
        Version++;
    }

    /// <summary>It is not taken; the key to what is left of it goes.</summary>
    public void Refuse(Refusal reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        (State, RefusedBecause, Key, SentFrom, Words, PayerMac) = (DocumentState.Refused, reason.Code, [], null, null, null);
        Version++;
    }
}
