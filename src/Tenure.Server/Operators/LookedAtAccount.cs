using Tenure.Domain.Accounts;

namespace Tenure.Server.Operators;

/// <summary>What an operator sees of an account: nothing that a holder has written, and no address in full.</summary>
/// <param name="Addresses">Masked, such as <c>a•••@e•••.org</c>.</param>
/// <param name="Sessions">How many are open.</param>
/// <param name="Devices">How many it holds, those being released among them.</param>
internal sealed record LookedAtAccount(
    AccountId Id, AccountNumber Number, AccountState State, DateTimeOffset CreatedAt, IReadOnlyList<string> Addresses, int Sessions, int Devices);
