using Tenure.Domain.Accounts;

namespace Tenure.Server.Leaving.Contracts;

/// <summary>What a capability knows that would be left without its person if an account were deleted. Asked when a deletion is asked for, and again before it is carried out.</summary>
internal interface IWhatStandsInTheWay
{
    /// <summary>All of it; empty when nothing does.</summary>
    Task<IReadOnlyList<Obstacle>> FindAsync(AccountId account, CancellationToken ct);
}
