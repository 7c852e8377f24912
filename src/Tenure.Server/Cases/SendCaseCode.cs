using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Cases;

/// <summary>Sends another code to the contact address of a case; the one before stops working. As few a day as an address gets of any kind.</summary>
internal sealed class SendCaseCode(CaseChange change, Codes codes, RateLimits limits, Throttles throttles, Outbox outbox, RegistrationRules rules, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder one) => one
        .MapPost("/code", async Task<Results<NoContent, RefusalResult>> (
            string number, [FromHeader(Name = CaseDoor.Header)] string? secret, HttpContext context, SendCaseCode send, CancellationToken ct) =>
            TypedResults.From(await send.ExecuteAsync(number, secret, context.CallerAddress, ct)))
        .WithSummary("Send another code to the contact address of a case");

    public async Task<Refusal?> ExecuteAsync(string number, string? secret, IPAddress address, CancellationToken ct) =>
        (await throttles.TakeAsync([throttles.MailsFrom(address)], ct)).Refusal ?? await change.ExecuteAsync(
            number,
            secret,
            async one =>
            {
                var (code, hash) = codes.Draw(one.SecretHash);
                if ((one.SendAgain(hash, clock.GetUtcNow() + rules.CodeLifetime) ?? await limits.TakeAsync(new RateLimit(rules.CodesPerDay, TimeSpan.FromDays(1)), "case-code", one.Contact, ct)) is { } refusal)
                {
                    return refusal;
                }

                outbox.Enqueue(CaseMails.Code(one, code, rules.CodeLifetime).To(one.Contact));
                return null;
            },
            ct);
}
