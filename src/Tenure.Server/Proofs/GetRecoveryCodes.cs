using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Accounts;
using Tenure.Server.Platform;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Proofs;

/// <summary>How many recovery codes still work, never which.</summary>
internal sealed class GetRecoveryCodes(RecoveryCodes codes)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapGet("/recovery-codes", async Task<Ok<RecoveryCodeState>> (CurrentAccount holder, GetRecoveryCodes get, CancellationToken ct) =>
            TypedResults.Ok(await get.ExecuteAsync(holder, ct)))
        .WithSummary("How many recovery codes still work");

    public async Task<RecoveryCodeState> ExecuteAsync(CurrentAccount holder, CancellationToken ct)
    {
        var (left, madeAt) = await codes.StateAsync(holder.Id, ct);
        return new RecoveryCodeState(left, madeAt);
    }
}
