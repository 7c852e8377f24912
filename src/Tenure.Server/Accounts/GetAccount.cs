using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Contract = Tenure.Client.Accounts.Account;

namespace Tenure.Server.Accounts;

/// <summary>What a person's own account says of itself.</summary>
internal sealed class GetAccount(AccountDirectory accounts)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapGet("", async Task<Ok<Contract>> (CurrentAccount holder, GetAccount get, CancellationToken ct) => TypedResults.Ok(await get.ExecuteAsync(holder.Id, ct)))
        .WithSummary("The caller's account");

    public async Task<Contract> ExecuteAsync(AccountId id, CancellationToken ct)
    {
        var facts = await accounts.GetAsync(id, ct);
        return new Contract(facts.Number.Value, facts.Nickname, facts.Language, facts.FirstOf(IdentifierKind.Email), facts.CreatedAt, facts.Gender, facts.Country, facts.Picture, facts.FirstOf(IdentifierKind.Phone));
    }
}
