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

/// <summary>Nickname, language, gender, country: what is given is changed, what is empty is taken away, the rest stays.</summary>
internal sealed class ChangeProfile(TenureDb db, AccountLog log)
{
    private const int MostTries = 5;

    public static void Map(IEndpointRouteBuilder account) => account
        .MapPatch("", async Task<Results<Ok<Contract>, RefusalResult>> (
            ChangeAccount request, CurrentAccount holder, ChangeProfile change, GetAccount get, CancellationToken ct) =>
            await change.ExecuteAsync(holder.Id, request, ct) is { } refusal
                ? TypedResults.Refused(refusal)
                : TypedResults.Ok(await get.ExecuteAsync(holder.Id, ct)))
        .WithSummary("Change nickname, language, gender or country");

    /// <summary>Changes what is not <c>null</c>.</summary>
    public async Task<Refusal?> ExecuteAsync(AccountId id, ChangeAccount asked, CancellationToken ct)
    {
        var spoken = Languages.Default;
        if (asked.Language is { } language && Languages.Read(language, out spoken) is { } unspoken)
        {
            return unspoken;
        }

        if (Nickname.Read(asked.Nickname, out var name) is { } unreadable)
        {
            return unreadable;
        }

        if (Gender.Read(asked.Gender, out var gender) is { } unsayable)
        {
            return unsayable;
        }

        if (Countries.Read(asked.Country, out var country) is { } unknown)
        {
            return unknown;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ChangeAsync(id, Change, ct);
                log.AccountChanged(id);
                return null;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostTries)
            {
                // Two changes of different fields do not contradict each other.
                db.ChangeTracker.Clear();
            }
        }

        void Change(Domain.Accounts.Account account)
        {
            account.Rename(asked.Nickname is null ? account.Nickname : name);
            account.Speak(asked.Language is null ? account.Language : spoken);
            account.Describe(asked.Gender is null ? account.Gender : gender);
            account.Settle(asked.Country is null ? account.Country : country);
        }
    }

    private async Task ChangeAsync(AccountId id, Action<Domain.Accounts.Account> change, CancellationToken ct)
    {
        change(await db.Accounts.FirstAsync(a => a.Id == id, ct));
        await db.SaveChangesAsync(ct);
    }
}
