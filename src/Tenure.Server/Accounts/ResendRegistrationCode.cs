using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>The mail did not come: another code for the same registration. An address that has an account gets its mail again.</summary>
internal sealed class ResendRegistrationCode(TenureDb db, AddressCodes codes, Throttles throttles, RegistrationRules rules, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder registrations) => registrations
        .MapPost("/{id}/resend", async Task<Results<Accepted<RegistrationStarted>, RefusalResult>> (
            string id, HttpContext context, ResendRegistrationCode resend, CancellationToken ct) =>
        {
            var answer = await resend.ExecuteAsync(id, context.CallerAddress, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Accepted((string?)null, answer.Value);
        })
        .WithSummary("Ask for another code");

    public async Task<Answer<RegistrationStarted>> ExecuteAsync(string id, IPAddress caller, CancellationToken ct)
    {
        var key = Codes.KeyOf(id);
        if (await db.Registrations.FirstOrDefaultAsync(r => r.Key == key, ct) is not { } registration)
        {
            return AccountRefusals.RegistrationNotFound;
        }

        var now = clock.GetUtcNow();
        if ((registration.CheckResend(now, rules)
            ?? (registration.Kind == IdentifierKind.Email ? (await throttles.TakeAsync(BeginRegistration.MailGates(throttles, caller), ct)).Refusal : null)) is { } wait)
        {
            return wait;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var address = registration.Address;
        var (unsent, hash) = await codes.SendAsync(
            key, address, AddressCodePurpose.Registration, await db.IsKnownAsync(address, now, ct), registration.Language, Network.Of(caller), ct);
        // Where the address's own code is sent, the one before stays good beside it.
        if ((unsent ?? registration.Resend(hash ?? registration.Code.Hash, now, rules)) is { } refusal)
        {
            return refusal;
        }

        try
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another request of the same person was first: its mail is on the way.
            return SignInRefusals.Throttled(rules.FirstResend);
        }

        return new RegistrationStarted(id, registration.ExpiresAt, registration.ResendAt);
    }
}
