using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>A person types an address and is sent a code. An address that has an account gets a mail that says so, and the caller the same answer.</summary>
internal sealed class BeginRegistration(
    TenureDb db, AddressCodes codes, Throttles throttles, RegistrationRules rules, TimeProvider clock, AccountLog log)
{
    public static void Map(IEndpointRouteBuilder registrations) => registrations
        .MapPost("", async Task<Results<Accepted<RegistrationStarted>, RefusalResult>> (
            StartRegistration request, HttpContext context, BeginRegistration begin, CancellationToken ct) =>
        {
            var language = request.Language ?? context.Request.GetTypedHeaders().AcceptLanguage.MaxBy(l => l.Quality ?? 1)?.Value.Value;
            var answer = await begin.ExecuteAsync(request.Email, language, context.CallerAddress, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Accepted((string?)null, answer.Value);
        })
        .WithSummary("Ask for a code at an address");

    /// <summary>What mails that one network asks for are counted by. Those to one address are not throttled: whoever asked would keep its owner waiting.</summary>
    public static Gate[] MailGates(Throttles throttles, IPAddress address) => [throttles.Gate(throttles.Rules.MailsFromNetwork, "mail-network", Network.Of(address).Prefix)];

    /// <param name="email">As typed.</param>
    /// <param name="language">The language of the mail, as near as it can be had.</param>
    /// <param name="address">Where the call comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<RegistrationStarted>> ExecuteAsync(string email, string? language, IPAddress address, CancellationToken ct)
    {
        if (WellFormedText.Check(language, "language") is { } malformed)
        {
            return malformed;
        }

        if (EmailAddress.Read(email, out var recipient) is { } unreadable)
        {
            return unreadable;
        }

        if ((await throttles.TakeAsync(MailGates(throttles, address), ct)).Refusal is { } wait)
        {
            return wait;
        }

        var id = Codes.DrawId();
        var key = Codes.KeyOf(id);
        var spoken = Languages.Nearest(language);
        // One transaction: who hangs up in between must not use up a code that was never sent.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (unsent, hash) = await codes.SendAsync(key, Address.Of(recipient), AddressCodePurpose.Registration, await db.IsKnownAsync(Address.Of(recipient), ct), spoken, Network.Of(address), ct);
        if (unsent is not null)
        {
            return unsent;
        }

        var registration = Registration.Start(key, Address.Of(recipient), spoken, hash ?? Codes.NoCode(), clock.GetUtcNow(), rules);
        db.Registrations.Add(registration);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        log.RegistrationStarted();
        return new RegistrationStarted(id, registration.ExpiresAt, registration.ResendAt);
    }
}
