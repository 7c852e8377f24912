namespace Tenure.Domain.Documents;

/// <summary>Where the documents of one case lie.</summary>
public sealed class DocumentFolder
{
    private DocumentFolder()
    {
    }

    /// <summary>An open folder.</summary>
    public DocumentFolder(Guid id, DateTimeOffset now)
    {
        Id = id;
        OpenedAt = now;
        TurnAt = now;
    }

    /// <summary>The id of what the documents are for.</summary>
    public Guid Id { get; private set; }

    /// <summary>When it was opened (UTC).</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When it last had its turn to be looked at (UTC); first, when it was opened. Who waits longest is next.</summary>
    public DateTimeOffset TurnAt { get; private set; }

    /// <summary>Since when nothing more is taken (UTC); <c>null</c> while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>When everything in it is erased (UTC); <c>null</c> while what it is for goes on.</summary>
    public DateTimeOffset? EraseAt { get; private set; }

    /// <summary>Keys that were made until then (UTC, whole milliseconds) open nothing: the link by which they were got has ended. <c>null</c> while all are good.</summary>
    public DateTimeOffset? KeysFrom { get; private set; }

    /// <summary>Whether nobody looks at what is in it any more.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>The number of the last document that was begun; never given twice.</summary>
    public int LastNumber { get; private set; }

    /// <summary>The number of the last document that was handed in: it and those before it stay, whatever is asked for afterwards.</summary>
    public int HandedIn { get; private set; }

    /// <summary>Keys of before are over.</summary>
    public void EndKeys(DateTimeOffset now) => KeysFrom = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());

    /// <summary>Nothing more is taken: people look at it now.</summary>
    public void Close(DateTimeOffset now) => ClosedAt ??= now;

    /// <summary>Something is asked for: it takes documents again, unless all is over.</summary>
    public Refusal? Reopen()
    {
        if (EraseAt is not null)
        {
            return DocumentRefusals.Closed;
        }

        ClosedAt = null;
        return null;
    }

    /// <summary>What it is for is over. Said twice, the first word counts.</summary>
    public void End(DocumentOutcome outcome, DateTimeOffset now)
    {
        Close(now);
        IsSealed |= outcome == DocumentOutcome.Granted;
        EraseAt ??= now + DocumentRules.KeptAfter(outcome);
    }
}
