using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>What other capabilities may know of an account.</summary>
/// <param name="Gender">Of <see cref="Domain.Accounts.Gender"/>; <c>null</c> when not said.</param>
/// <param name="Country">ISO 3166-1 alpha-2; <c>null</c> when not said.</param>
/// <param name="Picture">Changes with the picture; <c>null</c> when there is none.</param>
/// <param name="Addresses">E-mail before phone, the first one of each kind first.</param>
/// <param name="AlwaysAsk">Whether every sign-in asks for a second proof.</param>
internal sealed record AccountFacts(
    AccountId Id, AccountNumber Number, string? Nickname, string? Gender, string? Country, string? Picture, string Language, IReadOnlyList<Address> Addresses, DateTimeOffset CreatedAt,
    bool AlwaysAsk)
{
    /// <summary>The first of a kind; <c>null</c> when the account has none.</summary>
    public string? FirstOf(IdentifierKind kind) => Addresses.Where(a => a.Kind == kind).Select(a => a.Value).FirstOrDefault();

    /// <summary>For strangers' eyes: enough for the holder to know themselves, such as <c>a•••@e•••.org</c>.</summary>
    public string MaskedName => Mask(Addresses, Number);

    /// <summary>As <see cref="MaskedName"/>.</summary>
    public static string Mask(IReadOnlyList<Address> addresses, AccountNumber number) => addresses is [var first, ..] ? first.Masked : $"•••{number.Value[^2..]}";
}
