using Tenure.Domain.Cases;

namespace Tenure.Domain.Tests.Cases;

public sealed class CaseTraceTests
{
    private static readonly CaseState[] Told = [CaseState.Announced, CaseState.Due, CaseState.Disputed, CaseState.Offered];

    // Each arrow of the machine: one that is added later has to say what it leaves.
    [Fact]
    public void Every_arrow_after_the_announcement_leaves_its_trace_or_says_why_not() => Assert.Equal(
        [
            "Announced Contest case_contested ", "Announced FallDue  ", "Announced ProveHolder  ", "Announced Settle case_settled CaseEnded", "Announced Withdraw case_withdrawn CaseEnded",
            "Disputed Announce case_dispute_decided CaseDisputeDecided", "Disputed Differ  ", "Disputed Expire case_expired CaseEnded", "Disputed FirstVote  ", "Disputed ProveHolder  ", "Disputed Refuse case_refused CaseEnded",
            "Disputed Settle case_settled CaseEnded", "Disputed Withdraw case_withdrawn CaseEnded",
            // What is given is an entry of the device itself, and a holder who proves a recovery away is told by letter and event.
            "Due Contest case_contested ", "Due EndLoss  ", "Due Expire case_expired CaseEnded", "Due Grant  CaseGranted", "Due Lengthen  ", "Due Offer  CaseGranted", "Due ProveHolder  ", "Due Refuse case_refused CaseEnded",
            "Due Settle case_settled CaseEnded", "Due Withdraw case_withdrawn CaseEnded",
            "Offered Contest case_contested ", "Offered Expire case_expired CaseEnded", "Offered Grant  ", "Offered ProveHolder  ", "Offered Withdraw case_withdrawn CaseEnded",
        ],
        Arrows().Where(arrow => Told.Contains(arrow.From)).Select(arrow => $"{arrow.From} {arrow.Step} {CaseTrace.Of(arrow.From, arrow.To)?.Device} {CaseTrace.Of(arrow.From, arrow.To)?.Account}").Order(StringComparer.Ordinal));

    [Fact]
    public void What_nobody_was_told_of_leaves_nothing() => Assert.All(Arrows().Where(arrow => !Told.Contains(arrow.From)), arrow => Assert.Null(CaseTrace.Of(arrow.From, arrow.To)));

    private static IEnumerable<(CaseState From, CaseStep Step, CaseState To)> Arrows() =>
        from state in Enum.GetValues<CaseState>()
        from step in Enum.GetValues<CaseStep>()
        let next = Case.Next(state, step)
        where next is not null
        select (state, step, next.Value);
}
