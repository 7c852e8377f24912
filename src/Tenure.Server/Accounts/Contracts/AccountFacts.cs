using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>What other capabilities may know of an account.</summary>
/// <param name="PrimaryEmail">The address that was proven first.</param>
/// <param name="MaskedName">For strangers' eyes: enough for the holder to know themselves, such as <c>a•••@e•••.org</c>.</param>
internal sealed record AccountFacts(
    AccountId Id, AccountNumber Number, string? Nickname, string Language, EmailAddress PrimaryEmail, DateTimeOffset CreatedAt, string MaskedName);
