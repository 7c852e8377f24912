using Tenure.Domain.Accounts;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Leaving;

/// <summary>Asks every capability what stands in the way of deleting an account.</summary>
internal sealed class ListObstacles(IEnumerable<IWhatStandsInTheWay> capabilities)
{
    public async Task<IReadOnlyList<Obstacle>> ExecuteAsync(AccountId account, CancellationToken ct)
    {
        List<Obstacle> found = [];
        foreach (var capability in capabilities)
        {
            found.AddRange(await capability.FindAsync(account, ct));
        }

        return found;
    }
}
