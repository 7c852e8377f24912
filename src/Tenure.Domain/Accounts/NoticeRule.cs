namespace Tenure.Domain.Accounts;

/// <summary>Which of an account's addresses are told what, among those it has and those it had in the last <see cref="AddressChange.UndoTime"/>.</summary>
/// <remarks>
/// A thief adds an address and later takes the holder's away; a holder takes the thief's away. Who came earlier is believed: an address of the last 90 days cannot undo while an older one is there.
/// </remarks>
public static class NoticeRule
{
    /// <summary>Addresses that came up to this moment are believed.</summary>
    /// <param name="addedAt">When each of those that are there came, one at least.</param>
    /// <param name="now">When something happens.</param>
    public static DateTimeOffset BelievedSince(IEnumerable<DateTimeOffset> addedAt, DateTimeOffset now)
    {
        var (oldest, longAgo) = (addedAt.Min(), now - AddressChange.UndoTime);
        return oldest > longAgo ? oldest : longAgo;
    }
}
