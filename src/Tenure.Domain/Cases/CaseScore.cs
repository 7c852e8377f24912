namespace Tenure.Domain.Cases;

/// <summary>How much speaks for a case. It decides nothing: agents see it with its reasons, and cannot approve what has less than <see cref="Least"/>.</summary>
/// <param name="Points">The sum.</param>
/// <param name="Parts">What it is made of, the weightiest first; facts of no weight are named too.</param>
public sealed record CaseScore(int Points, IReadOnlyList<(CaseFact Fact, int Points)> Parts)
{
    /// <summary>Fewer are approved by nobody.</summary>
    public const int Least = 30;

    /// <summary>Adds the facts up. An identifier alone, whatever it is, is worth nothing.</summary>
    public static CaseScore Of(CaseKind kind, IEnumerable<CaseFact> facts)
    {
        var parts = facts.Distinct().Select(fact => (fact, WeightOf(kind, fact))).OrderByDescending(part => part.Item2).ThenBy(part => part.fact).ToList();
        return new CaseScore(parts.Sum(part => part.Item2), parts);
    }

    /// <summary>What one picture says that was sent as several things: the one of them that weighs least; <c>null</c> when it was sent as nothing that counts.</summary>
    public static CaseFact? OfOnePicture(CaseKind kind, IEnumerable<CaseFact> called) => called.OrderBy(fact => WeightOf(kind, fact)).ThenBy(fact => fact).Cast<CaseFact?>().FirstOrDefault();

    /// <summary>The server's own facts weigh most, documents less, photos least. That a device answers shows who has it, not whose it is, and the mailbox of the account may be open on it; what is in another case, too, counts nothing, and no less: somebody may have copied it.</summary>
    public static int WeightOf(CaseKind kind, CaseFact fact) => (kind, fact) switch
    {
        (CaseKind.Release, CaseFact.DeviceSigned or CaseFact.DeviceUnlocked or CaseFact.AddressKnown) => 0,
        // Whoever has phone, box and mailbox of its holder has no mailbox of the one before; who gave it away would ask for the buyer's phone.
        (CaseKind.Release, CaseFact.HeldBefore) => 15,
        (_, CaseFact.AddressKnown) => 40,
        // Both together and a photo of the box, which whoever took the phone may have, stay below what can be approved.
        (_, CaseFact.DeviceUnlocked) => 10,
        (_, CaseFact.DeviceSigned) => 10,
        (_, CaseFact.NetworkKnown) => 15,
        (_, CaseFact.Receipt) => 15,
        (_, CaseFact.SimProof) => 15,
        (_, CaseFact.BoxPhoto) => 5,
        _ => 0,
    };
}
