namespace Tenure.Domain.Documents;

/// <summary>Every "no" about a document.</summary>
public static class DocumentRefusals
{
    private const string Field = "document";

    // Where it is said later than it was found.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>No key to a folder, a wrong one, or one that is over.</summary>
    public static readonly Refusal KeyWrong = new("document_key_wrong", "This link does not let you send documents any more.", RefusalKind.NotAllowed);

    /// <summary>The folder takes none any more.</summary>
    public static readonly Refusal Closed = new("documents_closed", "No more documents are taken here.", RefusalKind.Conflict);

    /// <summary>It was handed in: who decides has seen it.</summary>
    public static readonly Refusal HandedIn = new("document_handed_in", "What was handed in is not taken back.", RefusalKind.Conflict);

    /// <summary>What was sent is still being looked at: nothing may appear after it was handed in.</summary>
    public static readonly Refusal Looking = new("documents_looking", "A document is still being looked at.", RefusalKind.Conflict);

    /// <summary>As many as are taken at once.</summary>
    public static readonly Refusal TooMany = new("document_limit", "There are as many documents as are taken.", RefusalKind.Conflict, Field, Most: DocumentRules.MostInFolder);

    /// <summary>More bytes than <see cref="DocumentRules.LargestUpload"/>, or than were announced.</summary>
    public static readonly Refusal TooLarge = new("document_too_large", "The file is too large.", RefusalKind.TooLarge, Field, Most: DocumentRules.LargestUpload / DocumentRules.Megabyte);

    /// <summary>None of the types.</summary>
    public static readonly Refusal TypeUnknown = new("document_type_unknown", "This is not a JPEG, PNG, PDF or HEIC file.", RefusalKind.Invalid, Field);

    /// <summary>The server has no program that reads PDF.</summary>
    public static readonly Refusal NoPdf = new("document_no_pdf", "This server cannot read PDF. Send a picture of the page.", RefusalKind.Invalid, Field);

    /// <summary>The server has no program that reads HEIC.</summary>
    public static readonly Refusal NoHeic = new("document_no_heic", "This server cannot read HEIC. Send the picture as JPEG or PNG.", RefusalKind.Invalid, Field);

    /// <summary>Damaged, or something else behind a right beginning.</summary>
    public static readonly Refusal Unreadable = new("document_unreadable", "The file is damaged and cannot be shown.", RefusalKind.Invalid, Field);

    /// <summary>More pixels than are decoded, or too much time or memory.</summary>
    public static readonly Refusal TooCostly = new("document_too_costly", "The file is too large to be shown. Send a smaller picture.", RefusalKind.Invalid, Field);

    /// <summary>The server has no process in which a stranger's file could be read safely.</summary>
    public static readonly Refusal Unavailable = new("document_unavailable", "This server cannot take documents.", RefusalKind.Conflict, Field);

    /// <summary>What was sent to this folder, or from this network, has had its time to be looked at for now.</summary>
    public static Refusal Later(TimeSpan wait) => new("document_later", "Too much was sent from here for now. Send it again later.", RefusalKind.TooMany, Field, wait);

    /// <summary>What a receipt is said to say is too long, no date, or cannot be shown.</summary>
    public static readonly Refusal ReceiptMalformed = new("receipt_malformed", "A date, and short texts without line breaks, are what can be said of a receipt.", RefusalKind.Invalid, "receipt", Most: ReceiptWords.Longest);

    /// <summary>The server's disk is nearly full.</summary>
    public static Refusal NoRoom(TimeSpan wait) => new("documents_no_room", "The server has no room for documents now. Try again later.", RefusalKind.Busy, RetryAfter: wait);

    /// <summary>Bytes for another place than where the upload stands.</summary>
    public static readonly Refusal OffsetWrong = new("document_offset", "The upload stands elsewhere. Ask where, and go on from there.", RefusalKind.Conflict, "offset");

    /// <summary>Another request is writing it.</summary>
    public static readonly Refusal InUse = new("document_in_use", "The same upload is under way in another request.", RefusalKind.Conflict);

    /// <summary>There is no such document in this folder.</summary>
    public static readonly Refusal None = new("not_found", "There is no such thing.", RefusalKind.NotFound);

    /// <summary>The folder was sealed.</summary>
    public static readonly Refusal Sealed = new("documents_sealed", "These documents are sealed.", RefusalKind.Conflict);

    /// <summary>Those that <see cref="CaseDocument.RefusedBecause"/> can name.</summary>
    public static Refusal? OfCode(string? code) => Array.Find([TooLarge, TypeUnknown, NoPdf, NoHeic, Unreadable, TooCostly, Unavailable, Later(LongestWait)], refusal => refusal.Code == code);

    /// <summary>Those that a page can be told of by its address, where the form that was refused is another one.</summary>
    public static Refusal? OfForm(string? code) => OfCode(code) ?? Array.Find([KeyWrong, Closed, TooMany, HandedIn, ReceiptMalformed, NoRoom(LongestWait)], refusal => refusal.Code == code);
}
