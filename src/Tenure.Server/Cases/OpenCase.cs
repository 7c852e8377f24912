using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Cases;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.Operators;
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
        var prepared = await PrepareAsync(request, address, agent: null, ct);
        if (prepared.Refusal is { } refusal)
        {
            return refusal;
        }

        var (one, secret) = prepared.Value;
        await db.SaveChangesAsync(ct);
        log.Opened(one.Id, one.Kind);
        return new CaseOpened(CaseNumber.Grouped(one.Number), secret, one.Code.ExpiresAt);
    }

    /// <summary>A draft with its letter, in the caller's unit of work.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="agent">Who opens it for somebody who called: the request comes from another network than its person, so that it speaks for nobody, and is counted by the agent, not here. <c>null</c> for the person.</param>
    /// <param name="ct">Ends the call.</param>
    internal async Task<Answer<(Case Case, string Secret)>> PrepareAsync(Request request, IPAddress address, OperatorId? agent, CancellationToken ct)
    {
        var language = Languages.Nearest(request.Language ?? CultureInfo.CurrentUICulture.Name);
        if (Read(request, out var kind, out var contact) is { } unreadable)
        {
            return unreadable;
        }

        // By network and address alone, before anything is looked up.
        var wait = agent is null ? (await throttles.TakeAsync([throttles.MailsFrom(address)], ct)).Refusal : null;
        if ((wait ?? await limits.TakeAsync(new RateLimit(rules.CodesPerDay, TimeSpan.FromDays(1)), "case-code", contact.Value, ct)) is { } tooMany)
        {
            return tooMany;
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
            new CaseId(Guid.CreateVersion7(now)), CaseNumber.Draw(), key, kind, subject, found.Value.Account, found.Value.Device, contact.Value, sent, agent is null ? Network.Of(address).Prefix : null, language, found.Value.IsSigned,
            now);
        if (agent is { } who)
        {
            one.OpenedBy(who, now);
        }

        db.Cases.Add(one);
        documents.Open(one);
        outbox.Enqueue(mails.Opened(one, code, secret, rules.CodeLifetime).To(contact.Value));
        return (one, secret);
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
            return OfDevice(await devices.NamedAsync(request.Identifier!, ct), CaseDevices.Spelt(request.Identifier!), isSigned: false);
        }

        var signed = await evidence.VerifyAsync(bytes, EvidencePurpose.Case, Network.Of(address), ct);
        return signed.Refusal is { } untrusted ? untrusted : OfDevice(await devices.FindAsync(signed.Value, ct), CaseDevices.Spelt(signed.Value.Value), isSigned: true);
    }

    // Counted by what was typed, in one spelling, known or not: else the count would tell. What else is of the same device CaseDesk sees to.
    private static Subject OfDevice(Device? device, string typed, bool isSigned) => new(device?.Holder, device?.Holder is null ? null : device, typed, isSigned);

    private sealed record Subject(AccountId? Account, Device? Device, string Counted, bool IsSigned);
}
