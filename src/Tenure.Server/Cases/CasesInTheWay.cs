using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Cases;

/// <summary>What others ask of an account stands in the way of its deletion from the announcement on. Before, anybody could keep a person from leaving by opening a case.</summary>
internal sealed class CasesInTheWay(HolderCases cases) : IWhatStandsInTheWay
{
    public async Task<IReadOnlyList<Obstacle>> FindAsync(AccountId account, CancellationToken ct) =>
        [.. (await cases.ExecuteAsync(account, ct)).Select(c => new Obstacle(c.State == CaseState.Disputed ? Obstacles.OpenDispute : Obstacles.OpenCase, c.Number, "/cases"))];
}
