using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>Takes an address away. It gets notices for 90 days, and can come back in that time.</summary>
internal sealed class RemoveAddress(TenureDb db, ChangeAddresses changes, AddressAnnouncement announcement)
{
    public static void Map(IEndpointRouteBuilder identifiers) => identifiers
        .MapPost("/removal", async Task<Results<NoContent, RefusalResult>> (
            ChangeIdentifier request, CurrentAccount caller, RemoveAddress remove, CancellationToken ct) =>
            TypedResults.From(await remove.ExecuteAsync(caller, request.Address, request.Password, ct)))
        .WithSummary("Take an address away");

    public Task<Refusal?> ExecuteAsync(CurrentAccount caller, string address, string password, CancellationToken ct) => changes.ExecuteAsync(
        caller,
        address,
        password,
        async (book, account, which, token) =>
        {
            if (book.Remove(which, announcement.Now, out var removed) is { } refusal)
            {
                return refusal;
            }

            await announcement.WriteAsync(account, AddressChangeKind.Removed, removed!, token);
            db.Remove(removed!);
            return null;
        },
        ct);
}
