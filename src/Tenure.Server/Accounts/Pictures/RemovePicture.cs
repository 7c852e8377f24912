using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>A person shows no picture any more: all sizes are erased. Where there was none, there is none.</summary>
internal sealed class RemovePicture(PictureStore store, PictureLog log)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapDelete("/picture", async Task<NoContent> (CurrentAccount holder, RemovePicture remove, CancellationToken ct) =>
        {
            await remove.ExecuteAsync(holder.Id, ct);
            return TypedResults.NoContent();
        })
        .WithSummary("Show no picture any more");

    public async Task ExecuteAsync(AccountId account, CancellationToken ct)
    {
        await store.RemoveAsync(account, ct);
        log.PictureRemoved(account);
    }
}
