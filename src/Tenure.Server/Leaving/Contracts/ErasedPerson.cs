using Tenure.Domain.Accounts;

namespace Tenure.Server.Leaving.Contracts;

/// <summary>Whose data is erased.</summary>
/// <param name="Id">The account.</param>
/// <param name="Addresses">Those that it has, had in the time that they are kept, or was about to add; none that is another account's by now.</param>
internal sealed record ErasedPerson(AccountId Id, IReadOnlyList<Address> Addresses)
{
    /// <summary>The same as they are stored.</summary>
    public IReadOnlyList<string> Values { get; } = [.. Addresses.Select(a => a.Value)];
}
