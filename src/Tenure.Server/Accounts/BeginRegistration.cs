using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>A person types an address and is sent a code. An address that has an account gets a mail that says so, and the caller the same answer.</summary>
internal sealed class BeginRegistration(
    TenureDb db, Codes codes, Throttles throttles, RegistrationRules rules, Outbox outbox, TimeProvider clock, AccountLog log)
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

    /// <summary>What mails to one address, asked for from one network, are counted by.</summary>
    public static Gate[] MailGates(Throttles throttles, EmailAddress recipient, IPAddress address) =>
    [
        throttles.Gate(throttles.Rules.MailsToAddress, "mail-address", recipient.Value),
        throttles.Gate(throttles.Rules.MailsFromNetwork, "mail-network", Network.Of(address).Prefix),
    ];

    /// <param name="email">As typed.</param>
    /// <param name="language">The language of the mail, as near as it can be had.</param>
    /// <param name="address">Where the call comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<RegistrationStarted>> ExecuteAsync(string email, string? language, IPAddress address, CancellationToken ct)
    {
        if (EmailAddress.Read(email, out var recipient) is { } unreadable)
        {
            return unreadable;
        }

        var gates = MailGates(throttles, recipient, address);
        if ((await throttles.TakeAsync(gates, ct)).Refusal is { } wait)
        {
            return wait;
        }

        var id = Codes.DrawId();
        var key = Codes.KeyOf(id);
        var (code, hash) = codes.Draw(key);
        var known = await db.Identifiers.AnyAsync(i => i.Kind == IdentifierKind.Email && i.Value == recipient.Value, ct);
        var registration = Registration.Start(key, recipient, Languages.Nearest(language), known ? Codes.NoCode() : hash, clock.GetUtcNow(), rules);
        outbox.Enqueue(known ? AccountMails.AlreadyRegistered(recipient, registration.Language) : AccountMails.Code(recipient, registration.Language, code));
        db.Registrations.Add(registration);
        await db.SaveChangesAsync(ct);
        log.RegistrationStarted();
        return new RegistrationStarted(id, registration.ExpiresAt, registration.ResendAt);
    }
}
