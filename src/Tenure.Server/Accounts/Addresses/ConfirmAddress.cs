using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using Account = Tenure.Domain.Accounts.Account;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>The person types the code: the address is the account's, or proven again. Of two accounts at once one gets it, and the other is told so.</summary>
internal sealed class ConfirmAddress(
    TenureDb db, AddressCodes codes, CodeBudgets budgets, CodeSms sms, AddressAnnouncement announcement, SecurityEvents events, TimeProvider clock, AccountLog log)
{
    public static void Map(IEndpointRouteBuilder identifiers) => identifiers
        .MapPost("/{id}/confirmation", async Task<Results<NoContent, RefusalResult>> (
            string id, ConfirmIdentifier request, CurrentAccount caller, ConfirmAddress confirm, CancellationToken ct) =>
            TypedResults.From(await confirm.ExecuteAsync(caller, id, request.Code, ct)))
        .WithSummary("Add the address with its code");

    /// <summary>Whose wrong codes are counted together: those of a number over everybody's, because each SMS is worth five guesses; those of mails by who types them, because their codes change when many are asked for.</summary>
    public static string BudgetOf(Address address, AccountId account) => address.Kind == IdentifierKind.Phone ? $"number:{address.Value}" : $"identifier:{account}";

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, string id, string code, CancellationToken ct)
    {
        if ((CodeText.Read(code, out var digits, orOfAddress: true) ?? WellFormedText.Check(id, "id")) is { } unreadable)
        {
            return unreadable;
        }

        var key = Codes.KeyOf(id);
        if (await FindAsync(caller, key, ct) is not { Address: var address })
        {
            return SignInRefusals.CodeSpent;
        }

        var refusal = await budgets.TryAsync(BudgetOf(address, caller.Id), token => CompleteAsync(caller, key, digits, token), ct);
        if (refusal is not null)
        {
            log.AddressCodeRefused(caller.Id, refusal.Code);
            return refusal;
        }

        if (address.Phone is { } number)
        {
            await sms.VerifiedByStrangerAsync(number, ct);
        }

        log.AddressConfirmed(caller.Id);
        return null;
    }

    private Task<AddressProof?> FindAsync(CurrentAccount caller, byte[] key, CancellationToken ct) =>
        db.AddressProofs.FirstOrDefaultAsync(p => p.AccountId == caller.Id && p.Key == key && p.Session == caller.Session, ct);

    private async Task<Refusal?> CompleteAsync(CurrentAccount caller, byte[] key, string digits, CancellationToken ct)
    {
        if (await FindAsync(caller, key, ct) is not { } proof)
        {
            return SignInRefusals.CodeSpent;
        }

        var account = await db.Accounts.FirstAsync(a => a.Id == caller.Id, ct);
        var book = await db.AddressBookAsync(account, ct);
        var now = clock.GetUtcNow();
        if ((book.CheckAdd(proof.Address, now) ?? proof.Complete(codes.HashOf(key, proof.Address, digits, proof.Code.Hash), account, now)) is { } refusal)
        {
            return refusal;
        }

        if (book.Find(proof.Address) is { } own)
        {
            own.Confirm(now);
            // Written though it stays as it is: of this and a removal at once one begins again.
            db.Entry(account).Property(a => a.Version).IsModified = true;
            events.Record(account.Id, SecurityEventKind.IdentifierConfirmed, own.Address.Masked);
            return null;
        }

        return await db.IsOfAnotherAsync(proof.Address, account.Id, now, ct) ? AccountRefusals.AddressTaken : await AddAsync(book, account, proof.Address, now, ct);
    }

    private async Task<Refusal?> AddAsync(AddressBook book, Account account, Address address, DateTimeOffset now, CancellationToken ct)
    {
        if (book.Add(address, now, out var added, await db.AddedBeforeAsync(address, account.Id, now, ct)) is { } refusal)
        {
            return refusal;
        }

        db.Identifiers.Add(added!);
        await announcement.WriteAsync(account, AddressChangeKind.Added, added!, ct);
        return null;
    }
}
