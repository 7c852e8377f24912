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
    public Refusal? Add(Address address, DateTimeOffset now, out Identifier? added)
    {
        added = null;
        if ((CheckAdd(address, now) ?? account.ChangeAddresses(now)) is { } refusal)
        {
            return refusal;
        }

        added = Identifier.Of(address, account.Id, now);
        all.Add(added);
        account.BeQuiet(now);
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
    /// <param name="rank">The rank it gets; give it with <see cref="Identifier.MoveTo"/> once the change is written down.</param>
    public Refusal? MakeFirst(Address address, DateTimeOffset now, out int rank)
    {
        rank = 1 + all.Where(i => i.Kind == address.Kind).Select(i => i.Rank).DefaultIfEmpty().Max();
        return Find(address) is null ? AddressRefusals.NotFound : account.ChangeAddresses(now);
    }

    /// <summary>The addresses are again what they were before some changes. The account is frozen: somebody says that it was in wrong hands.</summary>
    /// <param name="changes">The change that is undone and every later one that stands.</param>
    /// <param name="isTaken">Whether another account has an address by now: that one stays away.</param>
    /// <param name="now">When.</param>
    public void Undo(IEnumerable<AddressChange> changes, Predicate<Address> isTaken, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(isTaken);
        foreach (var change in changes.OrderByDescending(c => c.Number))
        {
            var present = Find(change.Address);
            switch (change.What)
            {
                case AddressChangeKind.Added when present is not null && all.Count > 1:
                    all.Remove(present);
                    break;
                case AddressChangeKind.Removed when present is null && !isTaken(change.Address):
                    all.Add(Identifier.Restored(change));
                    break;
                case AddressChangeKind.MadeFirst:
                    present?.MoveTo(change.Rank);
                    break;
            }

            change.Undo(now);
        }

        account.UndoAddresses(now);
    }
}
