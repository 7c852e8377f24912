using System.Globalization;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Agents work on the cases that they were drawn for. Each read is written down before anything is shown; a decision takes the password again, for the case as it was read.</summary>
internal sealed class WorkOnCases(CaseDesk desk, OperatorStepUp stepUp, OperatorLogBook log, RateLimits limits, TimeProvider clock)
{
    /// <summary>Cases that one agent opens in a day at most: nobody reads through all of them.</summary>
    public const int MostReads = 60;

    /// <summary>Pages of documents that one agent opens in a day at most.</summary>
    public const int MostPages = 600;

    /// <summary>Whether somebody decides cases now.</summary>
    public bool IsAgent(CurrentOperator caller) => caller.Operator.RoleAt(clock.GetUtcNow()) is OperatorRole.Agent or OperatorRole.Senior;

    /// <summary>The cases that the caller was drawn for, and how many there are of all; refuses with <c>case_senior</c> who is no agent.</summary>
    public async Task<Answer<(IReadOnlyList<CaseInQueue> Mine, CaseCounts Counts)>> QueueAsync(CurrentOperator caller, CancellationToken ct)
    {
        await log.AppendAsync(OperatorEvents.CaseQueueRead, new LoggedAct(caller.Operator.Name), ct);
        IReadOnlyList<CaseInQueue> mine = IsAgent(caller) ? await desk.QueueAsync(caller.Operator.Id, ct) : [];
        return (mine, await desk.CountAsync(ct));
    }

    /// <summary>One case on one screen; refuses with <c>case_unknown</c> for whoever was not drawn for it, and with <c>rate_limited</c> who reads too much.</summary>
    public async Task<Answer<CaseOnDesk>> LookAsync(CurrentOperator caller, string number, CancellationToken ct)
    {
        if (!IsAgent(caller) || WellFormedText.Check(number, "number") is not null)
        {
            return CaseRefusals.Unknown;
        }

        if (await limits.TakeAsync(new RateLimit(MostReads, TimeSpan.FromDays(1)), "case-read", caller.Operator.Id.ToString(), ct) is { } tooMany)
        {
            await log.AppendAsync(OperatorEvents.CaseReadsLimited, new LoggedAct(caller.Operator.Name), ct);
            return tooMany;
        }

        var seen = await desk.LookAsync(caller.Operator.Id, number, ct);
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

        if (await limits.TakeAsync(RateLimit.Daily(MostPages), "case-page", caller.Operator.Id.ToString(), ct) is { } tooMany)
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

    /// <summary>Decides, or asks for more.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="number">The case.</param>
    /// <param name="digest">The case as it was shown, lower-case hex.</param>
    /// <param name="verdict"><c>approve</c>, <c>reject</c> or <c>ask</c>.</param>
    /// <param name="reason">Why not, or what is missing.</param>
    /// <param name="password">The agent's.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> DecideAsync(CurrentOperator caller, string number, string digest, string verdict, CaseReason reason, string password, CancellationToken ct)
    {
        if (!IsAgent(caller) || WellFormedText.Check(number, "number") is not null)
        {
            return CaseRefusals.Unknown;
        }

        if (await stepUp.CheckAsync(caller, password, ct) is { } notProven)
        {
            return notProven;
        }

        var (isSenior, seen) = (caller.Operator.RoleAt(clock.GetUtcNow()) == OperatorRole.Senior, Read(digest));
        var refusal = verdict switch
        {
            "approve" => await desk.DecideAsync(caller.Operator.Id, isSenior, number, seen, approves: true, CaseReason.None, ct),
            "reject" when IsSaid(reason) => await desk.DecideAsync(caller.Operator.Id, isSenior, number, seen, approves: false, reason, ct),
            "ask" when IsSaid(reason) => await desk.AskMoreAsync(caller.Operator.Id, isSenior, number, seen, reason, ct),
            _ => WellFormedText.Malformed("verdict"),
        };
        _ = CaseNumber.Read(number, out var read);
        // What an agent said is in the log under a hash, and shown to nobody who has still to decide.
        await log.AppendAsync(refusal is null ? OperatorEvents.CaseDecided : OperatorEvents.CaseDecisionRefused, new LoggedAct(caller.Operator.Name, Reason: refusal?.Code ?? $"{verdict} {reason}", About: $"{read} {digest}"), ct);
        return refusal;
    }

    private static bool IsSaid(CaseReason reason) => reason is CaseReason.NotEnough or CaseReason.Unreadable or CaseReason.AnotherThing or CaseReason.Doubtful;

    private static byte[] Read(string digest) => digest.Length == 64 && digest.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digest) : [];
}
