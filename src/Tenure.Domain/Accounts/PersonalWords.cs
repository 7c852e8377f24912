namespace Tenure.Domain.Accounts;

/// <summary>What everybody who knows a person would try first.</summary>
/// <param name="Addresses">The person's e-mail addresses and phone numbers.</param>
/// <param name="Number">The account number; <c>null</c> before there is one.</param>
/// <param name="Nickname">The nickname; <c>null</c> when there is none.</param>
public sealed record PersonalWords(IReadOnlyList<Address> Addresses, AccountNumber? Number, string? Nickname)
{
    /// <summary>All words of three characters or more, longest first.</summary>
    public IEnumerable<string> Words() => Addresses
        .SelectMany(address => address.Value.Split('@', '.', '-', '_', '+').Append(address.Value))
        .Append(Number?.Value ?? "")
        // Without its country, as people write it.
        .Concat(Addresses.Where(address => address.Kind == IdentifierKind.Phone).Select(address => address.Value[^7..]))
        .Concat((Nickname ?? "").Split(' ').Append(Nickname ?? ""))
        .Where(word => word.Length >= 3)
        .OrderByDescending(word => word.Length);
}
