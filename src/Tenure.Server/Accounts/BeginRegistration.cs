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
using Tenure.Server.Platform.Sms;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>A person types an address and is sent a code. An address that has an account gets a message that says so, and the caller the same answer.</summary>
internal sealed class BeginRegistration(
    TenureDb db, AddressCodes codes, SmsBudget sms, Throttles throttles, RegistrationRules rules, TimeProvider clock, AccountLog log)
{
    public static void Map(IEndpointRouteBuilder registrations) => registrations
        .MapPost("", async Task<Results<Accepted<RegistrationStarted>, RefusalResult>> (
            StartRegistration request, HttpContext context, BeginRegistration begin, CancellationToken ct) =>
        {
            var language = request.Language ?? context.Request.GetTypedHeaders().AcceptLanguage.MaxBy(l => l.Quality ?? 1)?.Value.Value;
            if (Read(request, out var recipient) is { } unreadable)
            {
                return TypedResults.Refused(unreadable);
            }

            var answer = await begin.ExecuteAsync(recipient, language, context.CallerAddress, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Accepted((string?)null, answer.Value);
        })
        .WithSummary("Ask for a code at an address");

    /// <summary>What mails that one network asks for are counted by. Those to one address are not throttled: whoever asked would keep its owner waiting.</summary>
    public static Gate[] MailGates(Throttles throttles, IPAddress address) => [throttles.MailsFrom(address)];

    /// <param name="recipient">The address.</param>
    /// <param name="language">The language of the message, as near as it can be had.</param>
    /// <param name="address">Where the call comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<RegistrationStarted>> ExecuteAsync(Address recipient, string? language, IPAddress address, CancellationToken ct)
    {
        if (WellFormedText.Check(language, "language") is { } malformed)
        {
            return malformed;
        }

        // What no SMS may go to is refused whoever has it; those that may have counts of their own.
        if ((recipient.Phone is { } number ? sms.Check(number) : (await throttles.TakeAsync(MailGates(throttles, address), ct)).Refusal) is { } wait)
        {
            return wait;
        }

        var id = Codes.DrawId();
        var key = Codes.KeyOf(id);
        var spoken = Languages.Nearest(language);
        // One transaction: who hangs up in between must not use up a code that was never sent.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (unsent, hash) = await codes.SendAsync(key, recipient, AddressCodePurpose.Registration, await db.IsKnownAsync(recipient, clock.GetUtcNow(), ct), spoken, Network.Of(address), ct);
        if (unsent is not null)
        {
            return unsent;
        }

        var registration = Registration.Start(key, recipient, spoken, hash ?? Codes.NoCode(), clock.GetUtcNow(), rules);
        db.Registrations.Add(registration);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        log.RegistrationStarted();
        return new RegistrationStarted(id, registration.ExpiresAt, registration.ResendAt);
    }

    private static Refusal? Read(StartRegistration request, out Address recipient)
    {
        recipient = default;
        switch (request)
        {
            case { Email: { } email, Phone: null, Country: null }:
                var unreadable = EmailAddress.Read(email, out var address);
                recipient = unreadable is null ? Address.Of(address) : default;
                return unreadable;
            case { Email: null, Phone: { } phone }:
                var number = default(PhoneNumber);
                var unknown = Countries.Read(request.Country, out var country) ?? PhoneNumbers.Read(phone, country, out number);
                recipient = unknown is null ? Address.Of(number) : default;
                return unknown;
            default:
                // One of the two, and only one; a country is a number's.
                return WellFormedText.Malformed(request is { Email: not null, Country: not null } ? "country" : request.Phone is null ? "email" : "phone");
        }
    }
}
