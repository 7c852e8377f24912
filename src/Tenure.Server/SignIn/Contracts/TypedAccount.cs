using Tenure.Domain.Accounts;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Whom a typed text means.</summary>
/// <param name="Account">The account; an id that no account has when there is none.</param>
/// <param name="Identifier">Counts tries at this text from this network.</param>
/// <param name="Network">Counts tries from this network.</param>
/// <param name="Counted">What was typed, in one form however it was spelt.</param>
internal sealed record TypedAccount(AccountId Account, Gate Identifier, Gate Network, string Counted);
