namespace Tenure.Domain.Accounts;

/// <summary>The addresses of one account, and what may become of them.</summary>
/// <remarks>Every change asks <see cref="Account.ChangeAddresses"/>, which raises the account's version: of two at once one begins again.</remarks>
/// <param name="account">Whose.</param>
/// <param name="identifiers">All that it has.</param>
public sealed class AddressBook(Account account, IEnumerable<Identifier> identifiers)
{
    /// <summary>How many of a kind an account may have.</summary>
    public const int MostOfAKind = 5;

    private readonly List<Identifier> all = [.. identifiers];

    /// <summary>What the account has now.</summary>
    public IReadOnlyList<Identifier> All => all;

    /// <summary>The one with this value; <c>null</c> when the account has none.</summary>
    public Identifier? Find(Address address) => all.Find(i => i.Address == address);

    /// <summary>Whether an address may be added now, or proven again: the last is always allowed.</summary>
    public Refusal? CheckAdd(Address address, DateTimeOffset now) => Find(address) is not null ? null
        : account.RefuseFarReaching(now) ?? (all.Count(i => i.Kind == address.Kind) >= MostOfAKind ? AddressRefusals.TooMany : null);

    /// <summary>Adds a proven address. Far-reaching acts wait from now on.</summary>
    /// <param name="address">The address.</param>
    /// <param name="now">When.</param>
    /// <param name="added">What came.</param>
    /// <param name="addedBefore">When it came before it was taken away; <c>null</c> when the account did not have it in the last <see cref="AddressChange.UndoTime"/>.</param>
    public Refusal? Add(Address address, DateTimeOffset now, out Identifier? added, DateTimeOffset? addedBefore = null)
    {
        added = null;
        if ((CheckAdd(address, now) ?? account.ChangeAddresses(now)) is { } refusal)
        {
            return refusal;
        }

        added = Identifier.Of(address, account.Id, now, addedBefore);
        all.Add(added);
        account.BeQuietUnlessNew(now);
        return null;
    }

    /// <summary>Takes an address away; one that can prove who the person is has to stay.</summary>
    public Refusal? Remove(Address address, DateTimeOffset now, out Identifier? removed)
    {
        removed = Find(address);
        if (removed is null)
        {
            return AddressRefusals.NotFound;
        }

        if (!all.Exists(i => i.Address != address && i.IsProof(now)))
        {
            return AddressRefusals.Last;
        }

        if (account.ChangeAddresses(now) is { } refusal)
        {
            return refusal;
        }

        all.Remove(removed);
        return null;
    }

    /// <summary>Makes an address the first of its kind: codes go there, and it is shown.</summary>
    /// <param name="address">Which.</param>
    /// <param name="now">When.</param>
    /// <param name="rank">The rank it gets; give it with <see cref="Identifier.MoveTo"/> once the change is written down. <c>null</c> when it is the first already: nothing changes.</param>
    public Refusal? MakeFirst(Address address, DateTimeOffset now, out int? rank)
    {
        rank = null;
        if (Find(address) is null)
        {
            return AddressRefusals.NotFound;
        }

        if (InOrder(address.Kind).First().Address == address)
        {
            return account.RefuseFarReaching(now);
        }

        rank = HighestRank(address.Kind) + 1;
        return account.ChangeAddresses(now);
    }

    /// <summary>The addresses are again what they were before some changes. The account is frozen: somebody says that it was in wrong hands.</summary>
    /// <remarks>
    /// Who undoes may be a holder who was robbed, or whoever reads an old mailbox of theirs. So the oldest address is never taken away, and what comes back or moves up does not pass
    /// an address that was there all along and that <see cref="NoticeRule"/> believes.
    /// </remarks>
    /// <param name="changes">The change that is undone and every later one that stands.</param>
    /// <param name="isTaken">Whether another account has an address by now: that one stays away.</param>
    /// <param name="now">When.</param>
    public void Undo(IReadOnlyCollection<AddressChange> changes, Predicate<Address> isTaken, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(isTaken);
        List<Identifier> before = [.. Identifier.InOrder(all)];
        var earliest = changes.OrderBy(c => c.Number).GroupBy(c => c.Address).ToList();
        foreach (var one in earliest.Where(one => IsThere(one) is true && Find(one.Key) is null && !isTaken(one.Key)))
        {
            all.Add(Identifier.Restored(one.First(c => c.What == AddressChangeKind.Removed)));
        }

        HashSet<Address> came = [.. earliest.Where(one => IsThere(one) is false).Select(one => one.Key)];
        var oldest = all.OrderBy(i => i.AddedAt).ThenBy(i => came.Contains(i.Address)).First();
        all.RemoveAll(i => i != oldest && came.Contains(i.Address));
        foreach (var one in earliest)
        {
            Find(one.Key)?.MoveTo(one.First().Rank);
        }

        var since = NoticeRule.BelievedSince(all.Select(i => i.AddedAt), now);
        foreach (var kind in all.Select(i => i.Kind).Distinct().ToList())
        {
            var order = InOrder(kind).ToList();
            // Those of before in their order, then those that are back.
            if (before.Intersect(order).Concat(order).FirstOrDefault(i => i.AddedAt <= since) is { } first && first != order[0])
            {
                first.MoveTo(HighestRank(kind) + 1);
            }
        }

        foreach (var change in changes)
        {
            change.Undo(now);
        }

        account.UndoAddresses(now);
    }

    // Before these changes of it; null when they only moved it.
    private static bool? IsThere(IEnumerable<AddressChange> changes) =>
        changes.FirstOrDefault(c => c.What != AddressChangeKind.MadeFirst) is { } change ? change.What == AddressChangeKind.Removed : null;

    private IEnumerable<Identifier> InOrder(IdentifierKind kind) => Identifier.InOrder(all.Where(i => i.Kind == kind));

    private int HighestRank(IdentifierKind kind) => all.Where(i => i.Kind == kind).Max(i => i.Rank);
}
