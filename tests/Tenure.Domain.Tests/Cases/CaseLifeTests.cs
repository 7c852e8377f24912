using CsCheck;
using Tenure.Domain.Cases;

namespace Tenure.Domain.Tests.Cases;

/// <summary>Random lives of a case among honest and dishonest people.</summary>
public sealed class CaseLifeTests
{
    private enum Move
    {
        Submit,
        SubmitLater,
        Withdraw,
        ApproveA,
        ApproveB,
        ApproveC,
        ApproveSeniorD,
        ApproveSeniorE,
        ApproveSeniorF,
        RejectG,
        RejectSeniorH,
        AskMoreI,
        ApproveAWithNothing,
        ContestByMail,
        ContestByPhone,
        ProveHolder,
        Lose,
        FindAgain,
        Freeze,
        Thaw,
        ChangeIdentifiers,
        SeeHolder,
        Unlock,
        EndHolding,
        Take,
        Tick,
        WaitADay,
        WaitAWeek,
        WaitAMonth,
        WaitAYear,
        SetClockBack,
    }

    private static readonly Move[] Usual = [Move.Submit, Move.ApproveA, Move.ApproveB, Move.ApproveSeniorD, Move.ApproveSeniorE, Move.Tick, Move.Take, Move.WaitAWeek, Move.WaitAMonth];

    private static readonly Gen<(CaseKind Kind, Move[] Moves)> Lives = Gen.Select(
        Gen.Enum<CaseKind>(), Gen.Frequency((3, Gen.Enum<Move>()), (4, Gen.Int[0, Usual.Length - 1].Select(i => Usual[i]))).Array[0, 60]);

    [Fact]
    public void In_no_sequence_of_steps_is_anything_given_before_its_wait_by_one_agent_without_an_erasure_or_while_lost_disputed_or_frozen() => Lives.Sample(
        life =>
        {
            var story = new CaseStory(life.Kind);
            DateTimeOffset? announcedAt = null;
            var due = DateTimeOffset.MinValue;
            foreach (var move in life.Moves)
            {
                var (before, wasAnnounced) = (story.Case.State, story.Case.AnnouncedAt);
                Play(story, move);
                if (story.Case.AnnouncedAt != wasAnnounced)
                {
                    announcedAt = story.Case.AnnouncedAt;
                }

                if (story.Case.State == CaseState.Announced)
                {
                    Assert.True(story.Case.DueAt >= due, "A wait became shorter.");
                    due = story.Case.DueAt!.Value;
                }

                if (story.Case.State != before && (story.Case.State is CaseState.Granted or CaseState.Offered))
                {
                    Assert.Equal(story.Kind == CaseKind.Recovery && story.Case.State == CaseState.Granted ? CaseState.Offered : CaseState.Due, before);
                    Assert.True(story.Now >= announcedAt + CaseRules.WaitOf(story.Kind, story.Case.Flags | story.Checks.Flags, story.Checks.IsUnlockedForIt));
                    Assert.True(story.Now - announcedAt >= (story.Kind == CaseKind.Release ? TimeSpan.FromDays(14) : TimeSpan.FromHours(72)));
                    Assert.True(story.Case.Acts.Where(a => a.Kind == CaseActKind.Approved).Select(a => a.Agent).Distinct().Count() >= 2);
                    Assert.Equal(story.Case.Acts.Count, story.Case.Acts.Select(a => a.Agent).Distinct().Count());
                    Assert.False(story.Checks.IsLost || story.Checks.IsFrozen || !story.Checks.IsHeld || story.Case.IsForLost);
                    AssertErases(story);
                }
            }
        },
        iter: 20_000);

    // What the server does with a release that is granted, whatever the holder said of their data before.
    private static void AssertErases(CaseStory story)
    {
        foreach (var consented in story.Case is { Kind: CaseKind.Release, State: CaseState.Granted } ? (bool[])[false, true] : [])
        {
            var device = CaseStory.HeldPhone(consented, story.Now);
            Assert.Null(device.BeginCaseRelease(device.Epoch, story.Now));
            Assert.True(device.Entitlement!.Erase);
        }
    }

    [Fact]
    public void From_every_state_that_can_be_reached_the_clock_alone_leads_to_an_end() => Lives.Sample(
        life =>
        {
            var story = new CaseStory(life.Kind);
            foreach (var move in life.Moves)
            {
                Play(story, move);
            }

            story.Now = story.Case.LatestAt > story.Now ? story.Case.LatestAt : story.Now;
            for (var month = 0; month < 14 && !story.Case.IsOver; month++)
            {
                story.Now += TimeSpan.FromDays(31);
                _ = story.Tick();
                _ = story.Tick();
            }

            Assert.True(story.Case.IsOver, $"It stays {story.Case.State}.");
            Assert.NotNull(story.Case.ClosedAt);
        },
        iter: 5_000);

    [Fact]
    public void An_end_is_an_end() => Lives.Sample(
        life =>
        {
            var story = new CaseStory(life.Kind);
            CaseState? end = null;
            foreach (var move in life.Moves)
            {
                Play(story, move);
                Assert.True(end is null || end == story.Case.State, $"{end} became {story.Case.State}.");
                end = story.Case.IsOver ? story.Case.State : null;
            }
        },
        iter: 5_000);

    private static void Play(CaseStory story, Move move)
    {
        switch (move)
        {
            case Move.Submit:
                _ = story.Submit();
                break;
            case Move.SubmitLater:
                story.Now += CaseRules.DelayAfter(2);
                _ = story.Submit();
                break;
            case Move.Withdraw:
                _ = story.Case.Withdraw(story.Now);
                break;
            case Move.ApproveA:
                _ = story.Vote(0, isSenior: false);
                break;
            case Move.ApproveB:
                _ = story.Vote(1, isSenior: false);
                break;
            case Move.ApproveC:
                _ = story.Vote(2, isSenior: false);
                break;
            case Move.ApproveSeniorD:
                _ = story.Vote(3);
                break;
            case Move.ApproveSeniorE:
                _ = story.Vote(4);
                break;
            case Move.ApproveSeniorF:
                _ = story.Vote(5);
                break;
            case Move.RejectG:
                _ = story.Vote(6, approves: false, isSenior: false);
                break;
            case Move.RejectSeniorH:
                _ = story.Vote(7, approves: false);
                break;
            case Move.AskMoreI:
                _ = story.Case.Draw(CaseStory.Agents[8], story.Now);
                _ = story.Case.AskMore(CaseStory.Agents[8], isSenior: true, CaseReason.Unreadable, story.Now);
                break;
            case Move.ApproveAWithNothing:
                Assert.NotNull(story.Vote(0, score: CaseScore.Of(story.Kind, [])));
                break;
            case Move.ContestByMail:
                _ = story.Case.Contest([1], story.Now);
                break;
            case Move.ContestByPhone:
                _ = story.Case.Contest([2], story.Now);
                break;
            case Move.ProveHolder:
                _ = story.Case.ProveHolder(story.Now);
                break;
            case Move.Lose:
                story.Checks = story.Checks with { IsLost = story.Kind == CaseKind.Release, IsLostLong = true };
                break;
            case Move.FindAgain:
                story.Checks = story.Checks with { IsLost = false };
                break;
            case Move.Freeze:
                story.Checks = story.Checks with { IsFrozen = true };
                break;
            case Move.Thaw:
                story.Checks = story.Checks with { IsFrozen = false };
                break;
            case Move.ChangeIdentifiers:
                story.Checks = story.Checks with { Flags = story.Checks.Flags | CaseFlags.IdentifiersChanged };
                break;
            case Move.SeeHolder:
                story.Checks = story.Checks with { HolderSeenAt = story.Now };
                break;
            case Move.Unlock:
                story.Checks = story.Checks with { IsUnlockedForIt = true };
                break;
            case Move.EndHolding:
                story.Checks = story.Checks with { IsHeld = false };
                break;
            case Move.Take:
                _ = story.Case.Take(story.Checks, story.Now);
                break;
            case Move.Tick:
                // What the server does each time: an end of a loss ends the mark, too.
                if (story.Tick() == CaseStep.EndLoss)
                {
                    story.Checks = story.Checks with { IsLost = false };
                }

                break;
            case Move.WaitADay:
                story.Now += TimeSpan.FromDays(1);
                break;
            case Move.WaitAWeek:
                story.Now += TimeSpan.FromDays(7);
                break;
            case Move.WaitAMonth:
                story.Now += TimeSpan.FromDays(31);
                break;
            case Move.WaitAYear:
                story.Now += TimeSpan.FromDays(366);
                break;
            case Move.SetClockBack:
                story.Now -= TimeSpan.FromDays(3);
                break;
        }
    }
}
