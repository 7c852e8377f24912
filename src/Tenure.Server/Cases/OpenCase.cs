using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Cases;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Cases.OpenCase;

namespace Tenure.Server.Cases;

/// <summary>Somebody without access opens a case: a draft, whose contact address gets a code. Answer, work and rows are the same whether or not there is such an account or device.</summary>
internal sealed class OpenCase(
    TenureDb db, Codes codes, TypedAccounts typed, RateLimits limits, Throttles throttles, EvidenceCheck evidence, CaseDevices devices, CaseDocuments documents, Outbox outbox, RegistrationRules rules, Pepper pepper, CaseMails mails, CasesLog log,
    TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder cases) => cases
        .MapPost("", async Task<Results<Accepted<CaseOpened>, RefusalResult>> (Request request, HttpContext context, OpenCase open, CancellationToken ct) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var answer = await open.ExecuteAsync(request, context.CallerAddress, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Accepted((string?)null, answer.Value);
        })
        .WithSummary("Open a case: ask for an account or a device without access to it");

    public async Task<Answer<CaseOpened>> ExecuteAsync(Request request, IPAddress address, CancellationToken ct)
    {
        var language = Languages.Nearest(request.Language ?? CultureInfo.CurrentUICulture.Name);
        if (Read(request, out var kind, out var contact) is { } unreadable)
        {
            return unreadable;
        }

        // By network and address alone, before anything is looked up.
        if (((await throttles.TakeAsync([throttles.MailsFrom(address)], ct)).Refusal ?? await limits.TakeAsync(new RateLimit(rules.CodesPerDay, TimeSpan.FromDays(1)), "case-code", contact.Value, ct)) is { } wait)
        {
            return wait;
        }

        var found = await FindAsync(request, kind, address, ct);
        if (found.Refusal is { } refused)
        {
            return refused;
        }

        var (secret, now) = (Codes.DrawId(), clock.GetUtcNow());
        var key = Codes.KeyOf(secret);
        var (code, hash) = codes.Draw(key);
        var sent = OneTimeCode.Sent(hash, now + rules.CodeLifetime);
        var subject = pepper.Mac("case-subject", Encoding.UTF8.GetBytes($"{kind}\0{found.Value.Counted}"));
        var one = Case.Open(
            new CaseId(Guid.CreateVersion7(now)), CaseNumber.Draw(), key, kind, subject, found.Value.Account, found.Value.Device, contact.Value, sent, Network.Of(address).Prefix, language, found.Value.IsSigned, now);
        db.Cases.Add(one);
        documents.Open(one);
        outbox.Enqueue(mails.Opened(one, code, secret, rules.CodeLifetime).To(contact.Value));
        await db.SaveChangesAsync(ct);
        log.Opened(one.Id, kind);
        return new CaseOpened(CaseNumber.Grouped(one.Number), secret, sent.ExpiresAt);
    }

    private static Refusal? Read(Request request, out CaseKind kind, out EmailAddress contact)
    {
        (kind, contact) = (request.Kind == CaseNames.Of(CaseKind.Release) ? CaseKind.Release : CaseKind.Recovery, default);
        var isKnown = request.Kind == CaseNames.Of(kind);
        return WellFormedText.Check(request.Kind, "kind")
            ?? WellFormedText.Check(request.Contact, "contact")
            ?? WellFormedText.Check(request.Identifier ?? "", "identifier")
            ?? WellFormedText.Check(request.Evidence ?? "", "evidence")
            ?? WellFormedText.Check(request.Language ?? "", "language")
            ?? (isKnown ? null : WellFormedText.Malformed("kind"))
            ?? ((kind, request.Identifier, request.Evidence) is (CaseKind.Recovery, null, _) or (CaseKind.Release, null, null) ? WellFormedText.Malformed("identifier") : null)
            ?? (EmailAddress.Read(request.Contact, out contact) is { } malformed ? malformed with { Field = "contact" } : null);
    }

    private async Task<Answer<Subject>> FindAsync(Request request, CaseKind kind, IPAddress address, CancellationToken ct)
    {
        if (kind == CaseKind.Recovery)
        {
            var named = await typed.FindAsync(request.Identifier!, "case", address, ct);
            return new Subject(named.Account == default ? null : named.Account, null, named.Counted, IsSigned: false);
        }

        if (request.Evidence is not { } bytes)
        {
            return OfDevice(await devices.NamedAsync(request.Identifier!, ct), request.Identifier!.Trim().ToUpperInvariant(), isSigned: false);
        }

        var signed = await evidence.VerifyAsync(bytes, EvidencePurpose.Case, ct);
        return signed.Refusal is { } untrusted ? untrusted : OfDevice(await devices.FindAsync(signed.Value, ct), signed.Value.Value, isSigned: true);
    }

    // Counted by what was typed, known or not: else the count would tell. That a device is announced once, CaseDesk sees to.
    private static Subject OfDevice(Device? device, string typed, bool isSigned) => new(device?.Holder, device?.Holder is null ? null : device, typed, isSigned);

    private sealed record Subject(AccountId? Account, Device? Device, string Counted, bool IsSigned);
}
