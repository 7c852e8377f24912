using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Cases.SendCaseLink;

namespace Tenure.Server.Cases;

/// <summary>Sends a new link to whoever lost theirs: to the address of the case alone, once a day. Answer, work and rows are the same whether or not there is such a case, whoever's its address is.</summary>
/// <remarks>Number and address are both asked for: the number stands in letters to others. docs/decisions/0118-a-new-link-to-a-case.md.</remarks>
internal sealed class SendCaseLink(TenureDb db, RateLimits limits, Throttles throttles, Outbox outbox, CaseMails mails, CasesLog log, TimeProvider clock)
{
    private static readonly RateLimit Daily = new(1, TimeSpan.FromDays(1));

    public static void Map(IEndpointRouteBuilder cases) => cases
        .MapPost("/link", async Task<Results<NoContent, RefusalResult>> (Request request, HttpContext context, SendCaseLink send, CancellationToken ct) =>
            TypedResults.From(await send.ExecuteAsync(request.Number, request.Contact, context.CallerAddress, ct)))
        .WithSummary("Have a new link to a case sent to its address; the one before ends when it is taken into use");

    /// <param name="number">As typed.</param>
    /// <param name="contact">As typed.</param>
    /// <param name="address">Where the call comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(string number, string contact, IPAddress address, CancellationToken ct)
    {
        if ((WellFormedText.Check(number, "number") ?? WellFormedText.Check(contact, "contact")) is { } unreadable)
        {
            return unreadable;
        }

        // By the text alone.
        if (CaseNumber.Read(number, out var read) is not null)
        {
            return WellFormedText.Malformed("number");
        }

        if (EmailAddress.Read(contact, out var to) is { } malformed)
        {
            return malformed with { Field = "contact" };
        }

        // By network alone, before anything is looked up.
        if ((await throttles.TakeAsync([throttles.MailsFrom(address)], ct)).Refusal is { } wait)
        {
            return wait;
        }

        // One transaction: who hangs up in between must not end a link in whose place none was sent.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var found = await db.Cases.AsNoTracking().Where(c => c.Number == read && c.Contact == to.Value && c.ContactProvenAt != null)
            .Select(c => new { c.Id, c.Language }).FirstOrDefaultAsync(ct);
        // What is typed is counted, known or not; what is too much today is answered as all else is.
        if (await limits.TakeAsync(Daily, "case-link", $"{read}\0{to.Value}", ct) is null)
        {
            var (secret, id) = (Codes.DrawId(), found?.Id ?? new CaseId(Guid.CreateVersion7(clock.GetUtcNow())));
            var key = Codes.KeyOf(secret);
            await db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.NextSecretHash, key).SetProperty(x => x.Version, x => x.Version + 1), ct);
            var letter = mails.Link(found is null ? CaseNumber.Draw() : read, found?.Language ?? Languages.Default, secret).To(to.Value);
            if (found is null)
            {
                outbox.Pretend(letter);
            }
            else
            {
                outbox.Enqueue(letter);
                log.LinkSent(id);
            }

            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return null;
    }
}
