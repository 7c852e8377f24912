using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Resets;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;
using Account = Tenure.Domain.Accounts.Account;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>Takes an address away. It gets notices for 90 days, and can come back in that time.</summary>
internal sealed class RemoveAddress(TenureDb db, ChangeAddresses changes, AddressAnnouncement announcement)
{
    public static void Map(IEndpointRouteBuilder identifiers) => identifiers
        .MapPost("/removal", async Task<Results<NoContent, RefusalResult>> (
            ChangeIdentifier request, CurrentAccount caller, RemoveAddress remove, CancellationToken ct) =>
            TypedResults.From(await remove.ExecuteAsync(caller, request.Address, request.Password, ct)))
        .WithSummary("Take an address away");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, string address, string password, CancellationToken ct)
    {
        if (await changes.ExecuteAsync(caller, address, password, ChangeAsync, ct) is { } refusal)
        {
            return refusal;
        }

        // Their codes may have gone there. Who waits for one asks for another.
        await db.SignInTransactions.Where(t => t.AccountId == caller.Id).ExecuteDeleteAsync(ct);
        await db.PasswordResets.Where(r => r.AccountId == caller.Id).ExecuteDeleteAsync(ct);
        await db.ProofCodes.Where(c => c.AccountId == caller.Id).ExecuteDeleteAsync(ct);
        return null;
    }

    private async Task<Refusal?> ChangeAsync(AddressBook book, Account account, Address which, CancellationToken ct)
    {
        if (book.Remove(which, announcement.Now, out var removed) is { } refusal)
        {
            return refusal;
        }

        await announcement.WriteAsync(account, AddressChangeKind.Removed, removed!, ct);
        db.Remove(removed!);
        return null;
    }
}
