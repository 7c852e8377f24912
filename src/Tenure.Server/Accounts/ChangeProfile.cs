using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Contract = Tenure.Client.Accounts.Account;

namespace Tenure.Server.Accounts;

/// <summary>Nickname and language: what is given is changed, an empty nickname is taken away, the rest stays.</summary>
internal sealed class ChangeProfile(TenureDb db, AccountLog log)
{
    private const int MostTries = 5;

    public static void Map(IEndpointRouteBuilder account) => account
        .MapPatch("", async Task<Results<Ok<Contract>, RefusalResult>> (
            ChangeAccount request, CurrentAccount holder, ChangeProfile change, GetAccount get, CancellationToken ct) =>
            await change.ExecuteAsync(holder.Id, request.Nickname, request.Language, ct) is { } refusal
                ? TypedResults.Refused(refusal)
                : TypedResults.Ok(await get.ExecuteAsync(holder.Id, ct)))
        .WithSummary("Change nickname or language");

    /// <param name="id">Whose.</param>
    /// <param name="nickname">The new one; empty for none, <c>null</c> to leave it.</param>
    /// <param name="language">One of <see cref="Languages.All"/>; <c>null</c> to leave it.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(AccountId id, string? nickname, string? language, CancellationToken ct)
    {
        var spoken = Languages.Default;
        if (language is not null && Languages.Read(language, out spoken) is { } unknown)
        {
            return unknown;
        }

        if (Nickname.Read(nickname, out var name) is { } unreadable)
        {
            return unreadable;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ChangeAsync(id, account => Change(account, nickname is null ? account.Nickname : name, language is null ? account.Language : spoken), ct);
                log.AccountChanged(id);
                return null;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostTries)
            {
                // Two changes of different fields do not contradict each other.
                db.ChangeTracker.Clear();
            }
        }
    }

    private static void Change(Domain.Accounts.Account account, string? nickname, string language)
    {
        account.Rename(nickname);
        account.Speak(language);
    }

    private async Task ChangeAsync(AccountId id, Action<Domain.Accounts.Account> change, CancellationToken ct)
    {
        change(await db.Accounts.FirstAsync(a => a.Id == id, ct));
        await db.SaveChangesAsync(ct);
    }
}
