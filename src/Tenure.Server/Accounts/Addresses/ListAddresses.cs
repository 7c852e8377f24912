using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Contract = Tenure.Client.Accounts.Identifier;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>The addresses of a person's own account, e-mail before phone and the first one of each kind first.</summary>
internal sealed class ListAddresses(AccountDirectory accounts, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder identifiers) => identifiers
        .MapGet("", async Task<Ok<IReadOnlyList<Contract>>> (CurrentAccount caller, ListAddresses list, CancellationToken ct) =>
            TypedResults.Ok(await list.ExecuteAsync(caller.Id, ct)))
        .WithSummary("The account's addresses");

    public async Task<IReadOnlyList<Contract>> ExecuteAsync(AccountId account, CancellationToken ct)
    {
        var (all, now) = (await accounts.IdentifiersAsync(account, ct), clock.GetUtcNow());
        return
        [
            .. all.Select((i, place) => new Contract(
                JsonNamingPolicy.CamelCase.ConvertName(i.Kind.ToString()), i.Value, place == 0 || all[place - 1].Kind != i.Kind, i.AddedAt, i.VerifiedAt, i.IsProof(now))),
        ];
    }
}
