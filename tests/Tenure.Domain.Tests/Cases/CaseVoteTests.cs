using Tenure.Domain.Cases;

namespace Tenure.Domain.Tests.Cases;

/// <summary>What agents signed for the signer of tickets, and until when a phone goes by it.</summary>
public sealed class CaseVoteTests
{
    [Fact]
    public void What_agents_signed_counts_who_were_for_it_when_it_was_last_looked_at()
    {
        var story = new CaseStory(CaseKind.Release);
        Assert.Null(story.Submit());
        Vote(story, 0, approves: true, [1]);
        Vote(story, 1, approves: false, [2]);
        Vote(story, 2, approves: true, [3]);
        Assert.Equal(CaseState.Announced, story.Case.State);
        Assert.Equal("01 03", Text(story.Case));

        // After an objection it is looked at anew.
        Assert.Null(story.Case.Contest([9], story.Now));
        Assert.Equal("", Text(story.Case));
        story.Now += CaseRules.HearingTime;
        Vote(story, 3, approves: true, null);
        Vote(story, 4, approves: true, [5]);
        Assert.Equal((CaseState.Announced, "05"), (story.Case.State, Text(story.Case)));
    }

    [Fact]
    public void A_release_that_was_granted_goes_for_30_days_and_nothing_else_says_so()
    {
        foreach (var kind in new[] { CaseKind.Release, CaseKind.Recovery })
        {
            var story = CaseStory.Announced(kind);
            Assert.Null(story.Case.LetGoUntil);
            story.Now = story.Case.DueAt!.Value;
            Assert.Equal(CaseStep.FallDue, story.Tick());
            Assert.Equal(kind == CaseKind.Release ? CaseStep.Grant : CaseStep.Offer, story.Tick());
            Assert.Equal(kind == CaseKind.Release ? story.Now + TimeSpan.FromDays(30) : (DateTimeOffset?)null, story.Case.LetGoUntil);
        }
    }

    private static void Vote(CaseStory story, int agent, bool approves, byte[]? vote)
    {
        _ = story.Case.Draw(CaseStory.Agents[agent], story.Now);
        Assert.Null(story.Case.Decide(CaseStory.Agents[agent], isSenior: true, approves, CaseReason.NotEnough, CaseStory.Good, story.Checks, [1, 2, 3], story.Now, story.Now, vote));
    }

    private static string Text(Case one) => string.Join(' ', one.SignedVotes().Select(vote => Convert.ToHexString(vote)));
}
