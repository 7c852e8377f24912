using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;
using Network = Tenure.Domain.SignIn.Network;

namespace Tenure.Server.Accounts;

/// <summary>A new password for the old one. Every other session ends, no device is known any more, and the person is told by mail.</summary>
internal sealed class ReplacePassword(
    TenureDb db, AccountDirectory accounts, PasswordStepUp stepUp, PasswordPolicy policy, PasswordHasher passwords, KnownDevices devices, SessionBook sessions,
    Outbox outbox, TimeProvider clock, AccountLog log)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/password", async Task<Results<NoContent, RefusalResult>> (
            ChangePassword request, CurrentAccount holder, HttpContext context, ReplacePassword replace, CancellationToken ct) =>
            TypedResults.From(await replace.ExecuteAsync(holder, request.Current, request.New, context.CallerAddress, ct)))
        .WithSummary("Change the password");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount holder, string current, string next, IPAddress address, CancellationToken ct)
    {
        // The rules for the new one first: they cost nothing, and need no secret.
        var facts = await accounts.GetAsync(holder.Id, ct);
        if (policy.Check(next, new PersonalWords([facts.PrimaryEmail], facts.Number, facts.Nickname)) is { } refusal)
        {
            return refusal with { Field = "new" };
        }

        if (await stepUp.CheckAsync(holder.Id, current, Network.Of(address), ct) is { } notProven)
        {
            return notProven.Field is null ? notProven : notProven with { Field = "current" };
        }

        var hash = await passwords.HashAsync(next, ct);
        if (hash.Refusal is { } busy)
        {
            return busy;
        }

        // One transaction: a password that changed while a thief's session lives on would be worse than one that did not change.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var account = await db.Accounts.FirstAsync(a => a.Id == holder.Id, ct);
        account.ChoosePassword(hash.Value, clock.GetUtcNow());
        outbox.Enqueue(AccountMails.PasswordChanged(facts.PrimaryEmail, account.Language, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        await devices.ForgetAllAsync(holder.Id, ct);
        await sessions.EndAllAsync(holder.Id, holder.Session, ct);
        await transaction.CommitAsync(ct);
        log.PasswordChanged(holder.Id);
        return null;
    }
}
