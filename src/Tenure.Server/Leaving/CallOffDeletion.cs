using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Leaving;

/// <summary>The account is not deleted after all: wherever its person is signed in, without the password, for nothing becomes possible by it; or by the link in the notice.</summary>
internal sealed class CallOffDeletion(TenureDb db, AccountChange change, DeletionBook book)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapDelete("/deletion", async Task<Results<NoContent, RefusalResult>> (CurrentAccount caller, CallOffDeletion callOff, CancellationToken ct) =>
            TypedResults.From(await callOff.ExecuteAsync(caller.Id, ct)))
        .WithSummary("Keep the account after all");

    public Task<Refusal?> ExecuteAsync(AccountId account, CancellationToken ct) => change.ExecuteAsync(account, book.CallOffAsync, ct);

    /// <summary>Until when the link of a notice calls something off; refuses with <c>deletion_over</c>.</summary>
    public async Task<Answer<AccountDeletion>> LookAsync(string secret, CancellationToken ct) => await FindAsync(secret, ct) is { } deletion ? deletion : DeletionRefusals.Over;

    /// <summary>By the link.</summary>
    public async Task<Refusal?> ExecuteAsync(string secret, CancellationToken ct) =>
        await FindAsync(secret, ct) is { } deletion && await ExecuteAsync(deletion.AccountId, ct) is null ? null : DeletionRefusals.Over;

    private Task<AccountDeletion?> FindAsync(string secret, CancellationToken ct)
    {
        var hash = Codes.KeyOf(secret);
        return db.Deletions.AsNoTracking().FirstOrDefaultAsync(d => d.BegunAt == null && (d.LinkHash == hash || d.ReminderHash == hash), ct);
    }
}
