using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>Makes an address the first of its kind: codes go there, and it is shown.</summary>
internal sealed class MakeAddressFirst(ChangeAddresses changes, AddressAnnouncement announcement)
{
    public static void Map(IEndpointRouteBuilder identifiers) => identifiers
        .MapPost("/first", async Task<Results<NoContent, RefusalResult>> (
            ChangeIdentifier request, CurrentAccount caller, MakeAddressFirst make, CancellationToken ct) =>
            TypedResults.From(await make.ExecuteAsync(caller, request.Address, request.Password, ct)))
        .WithSummary("Make an address the first of its kind");

    public Task<Refusal?> ExecuteAsync(CurrentAccount caller, string address, string password, CancellationToken ct) => changes.ExecuteAsync(
        caller,
        address,
        password,
        async (book, account, which, token) =>
        {
            if (book.MakeFirst(which, announcement.Now, out var rank) is { } refusal)
            {
                return refusal;
            }

            if (rank is not { } higher)
            {
                return null;
            }

            var identifier = book.Find(which)!;
            await announcement.WriteAsync(account, AddressChangeKind.MadeFirst, identifier, token);
            identifier.MoveTo(higher);
            return null;
        },
        ct);
}
