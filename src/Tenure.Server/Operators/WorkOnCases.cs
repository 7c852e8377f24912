using System.Buffers.Text;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Agents work on the cases that they were drawn for. Each read is written down before anything is shown; a decision is signed with a passkey, for the case as it was read.</summary>
internal sealed class WorkOnCases(CaseDesk desk, SignWithPasskey passkeys, TicketSigner signer, OperatorLogBook log, RateLimits limits, TenureDb db, IOptions<OperatorOptions> options, TimeProvider clock)
{
    /// <summary>Whether somebody decides cases now.</summary>
    public bool IsAgent(CurrentOperator caller) => caller.Operator.RoleAt(clock.GetUtcNow()) is OperatorRole.Agent or OperatorRole.Senior;

    /// <summary>The cases that the caller was drawn for, and how many there are of all, as much as their role sees.</summary>
    public async Task<CaseQueue> QueueAsync(CurrentOperator caller, CancellationToken ct)
    {
        await log.AppendAsync(OperatorEvents.CaseQueueRead, new LoggedAct(caller.Operator.Name), ct);
        var (role, counts) = (caller.Operator.RoleAt(clock.GetUtcNow()), await desk.CountAsync(ct));
        if (!IsAgent(caller))
        {
            return new CaseQueue(role, [], counts, null);
        }

        var (decided, reversed) = await desk.OwnAsync(caller.Operator.Id, ct);
        var (agent, today) = (caller.Operator.Id, AgentLook.DayOf(clock.GetUtcNow()));
        var reads = await db.AgentLooks.CountAsync(l => l.Agent == agent && l.Day == today, ct);
        return new CaseQueue(role, await desk.QueueAsync(agent, ct), counts, new OwnWork(decided, reversed, reads, options.Value.ReadsOf(role)));
    }

    /// <summary>One case on one screen; refuses with <c>case_unknown</c> for whoever was not drawn for it, and with <c>rate_limited</c> who reads too much.</summary>
    public async Task<Answer<CaseOnDesk>> LookAsync(CurrentOperator caller, string number, CancellationToken ct)
    {
        if (!IsAgent(caller) || WellFormedText.Check(number, "number") is not null)
        {
            return CaseRefusals.Unknown;
        }

        if (await limits.TakeAsync(RateLimit.Daily(options.Value.ReadsOf(RoleOf(caller))), "case-read", caller.Operator.Id.ToString(), ct) is { } tooMany)
        {
            await log.AppendAsync(OperatorEvents.CaseReadsLimited, new LoggedAct(caller.Operator.Name), ct);
            return tooMany;
        }

        var seen = await desk.LookAsync(caller.Operator.Id, number, ct);
        db.AgentLooks.Add(new AgentLook(Guid.CreateVersion7(clock.GetUtcNow()), caller.Operator.Id, seen.Refusal is null ? seen.Value.Id : null, clock.GetUtcNow()));
        await log.AppendAsync(OperatorEvents.CaseLooked, new LoggedAct(caller.Operator.Name, About: seen.Refusal is null ? seen.Value.Number : null), ct);
        return seen;
    }

    /// <summary>One page of a document, written down before it is shown; refuses as <see cref="LookAsync"/>, and with <c>documents_sealed</c>.</summary>
    public async Task<Answer<byte[]>> PageAsync(CurrentOperator caller, string number, int document, int page, CancellationToken ct)
    {
        if (!IsAgent(caller) || WellFormedText.Check(number, "number") is not null)
        {
            return CaseRefusals.Unknown;
        }

        if (await limits.TakeAsync(RateLimit.Daily(options.Value.PagesOf(RoleOf(caller))), "case-page", caller.Operator.Id.ToString(), ct) is { } tooMany)
        {
            await log.AppendAsync(OperatorEvents.CaseReadsLimited, new LoggedAct(caller.Operator.Name), ct);
            return tooMany;
        }

        var picture = await desk.PageAsync(caller.Operator.Id, number, document, page, ct);
        if (picture.Refusal is null)
        {
            await log.AppendAsync(OperatorEvents.CaseDocumentLooked, new LoggedAct(caller.Operator.Name, About: string.Create(CultureInfo.InvariantCulture, $"{CaseNumber.Plain(number)} {document} {page}")), ct);
        }

        return picture;
    }

    /// <summary>Why the caller can sign nothing now; <c>null</c> when they can.</summary>
    public Refusal? RefusePasskeys(CurrentOperator caller) => caller.Operator.RefusePasskeys(clock.GetUtcNow());

    /// <summary>Decides, or asks for more.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="number">The case.</param>
    /// <param name="digest">The case as it was shown, lower-case hex.</param>
    /// <param name="verdict"><c>approve</c>, <c>reject</c> or <c>ask</c>.</param>
    /// <param name="reason">Why not, or what is missing.</param>
    /// <param name="said">What the agent's passkey signed: all of the above.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> DecideAsync(CurrentOperator caller, string number, string digest, string verdict, CaseReason reason, PasskeySaid said, CancellationToken ct)
    {
        if (!IsAgent(caller) || CaseNumber.Read(number, out var read) is not null)
        {
            return CaseRefusals.Unknown;
        }

        var (person, name, isSenior) = (caller.Operator.Id, caller.Operator.Name, caller.Operator.RoleAt(clock.GetUtcNow()) == OperatorRole.Senior);
        var seen = Read(digest);
        var shown = Convert.ToHexStringLower(seen);
        var signed = await passkeys.ExecuteAsync(caller, said, nonce => PasskeyChallenge.OfVote(name, nonce, read, shown, verdict, reason), ct);
        var refusal = signed.Refusal ?? verdict switch
        {
            "approve" => await ApproveAsync(new AgentSignature(name, reason.ToString(), signed.Value)),
            "reject" when IsSaid(reason) => await desk.DecideAsync(person, isSenior, number, seen, approves: false, reason, ct, WriteAsync),
            "ask" when IsSaid(reason) => await desk.AskMoreAsync(person, isSenior, number, seen, reason, ct, WriteAsync),
            _ => WellFormedText.Malformed("verdict"),
        };
        if (refusal is not null)
        {
            await log.AppendAsync(OperatorEvents.CaseDecisionRefused, new LoggedAct(name, Reason: refusal.Code, About: $"{read} {shown}"), ct);
        }

        return refusal;

        async Task<Refusal?> ApproveAsync(AgentSignature vote) => await RefuseVoteAsync(caller, number, vote, ct)
            ?? await desk.DecideAsync(person, isSenior, number, seen, approves: true, CaseReason.None, ct, WriteAsync, vote);

        // What an agent said is in the log under a hash, and shown to nobody who has still to decide.
        Task WriteAsync() => log.AppendAsync(OperatorEvents.CaseDecided, new LoggedAct(name, Reason: $"{verdict} {reason}", About: $"{read} {shown}", Signed: signed.Value), ct);
    }

    // A case that lets a device go would be decided for nothing: the signer asks for votes of passkeys that it knows.
    private async Task<Refusal?> RefuseVoteAsync(CurrentOperator caller, string number, AgentSignature vote, CancellationToken ct) =>
        !await desk.IsReleaseAsync(caller.Operator.Id, number, ct) ? null
        : !vote.IsReadable() || caller.Operator.Passkeys.FirstOrDefault(k => Base64Url.EncodeToString(k.Credential) == vote.Signed.Credential) is not { } key ? OperatorRefusals.PasskeyMalformed
        : await signer.RefuseVotesAsync(caller.Operator.Name, key.Credential, key.PublicKey, ct);

    private OperatorRole RoleOf(CurrentOperator caller) => caller.Operator.RoleAt(clock.GetUtcNow());

    private static bool IsSaid(CaseReason reason) => reason is CaseReason.NotEnough or CaseReason.Unreadable or CaseReason.AnotherThing or CaseReason.Doubtful;

    private static byte[] Read(string digest) => digest.Length == 64 && digest.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digest) : [];
}
