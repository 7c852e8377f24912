using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Sms;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>A signed-in person names an address to add, or to prove again, and is sent a code there. The owner of one that belongs to another account is told so, and the caller gets the same answer.</summary>
internal sealed class BeginAddress(
    TenureDb db, PasswordStepUp stepUp, AddressCodes codes, AddressLimits limits, SmsBudget sms, RegistrationRules rules, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder identifiers) => identifiers
        .MapPost("", async Task<Results<Accepted<IdentifierStarted>, RefusalResult>> (
            AddIdentifier request, CurrentAccount caller, HttpContext context, BeginAddress begin, CancellationToken ct) =>
        {
            var answer = await begin.ExecuteAsync(caller, request.Address, request.Password, context.CallerAddress, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Accepted((string?)null, answer.Value);
        })
        .WithSummary("Ask for a code at an address that is to be added");

    /// <param name="caller">Who wants it.</param>
    /// <param name="text">The address, as typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="from">Where the call comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<IdentifierStarted>> ExecuteAsync(CurrentAccount caller, string text, string password, IPAddress from, CancellationToken ct)
    {
        if (TypedAddress.Read(text, "address", out var address) is { } unreadable)
        {
            return unreadable;
        }

        if (address.Phone is { } number && sms.Check(number) is { } unreachable)
        {
            return unreachable with { Field = "address" };
        }

        if (await stepUp.CheckAsync(caller, password, ct) is { } notProven)
        {
            return notProven;
        }

        var account = await db.Accounts.FirstAsync(a => a.Id == caller.Id, ct);
        var book = await db.AddressBookAsync(account, ct);
        if ((book.CheckAdd(address, clock.GetUtcNow()) ?? await limits.TakeAsync(caller.Id, address, from, ct)) is { } refusal)
        {
            return refusal;
        }

        var id = Codes.DrawId();
        var key = Codes.KeyOf(id);
        // One transaction: who hangs up in between must not use up a code that was never sent.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isKnown = await db.IsOfAnotherAsync(address, caller.Id, clock.GetUtcNow(), ct);
        var (unsent, hash) = await codes.SendAsync(key, address, AddressCodePurpose.Addition, isKnown, account.Language, Network.Of(from), ct);
        if (unsent is not null)
        {
            return unsent;
        }

        var proof = AddressProof.Start(key, account, caller.Session, address, hash ?? Codes.NoCode(), clock.GetUtcNow(), rules);
        db.AddressProofs.Add(proof);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new IdentifierStarted(id, proof.ExpiresAt, proof.ResendAt);
    }
}
