using Tenure.Domain.Cases;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Cases;

public sealed class CaseTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(CaseKind.Release, CaseFlags.None, false, 14)]
    [InlineData(CaseKind.Release, CaseFlags.None, true, 14)]
    [InlineData(CaseKind.Release, CaseFlags.HolderSeen, false, 30)]
    [InlineData(CaseKind.Release, CaseFlags.IdentifiersChanged, false, 30)]
    [InlineData(CaseKind.Recovery, CaseFlags.None, false, 7)]
    [InlineData(CaseKind.Recovery, CaseFlags.None, true, 3)]
    [InlineData(CaseKind.Recovery, CaseFlags.Frozen, true, 30)]
    [InlineData(CaseKind.Recovery, CaseFlags.EvidenceSeenElsewhere, false, 30)]
    public void A_case_waits_as_long_as_its_kind_and_its_flags_say_over_a_leap_day_too(CaseKind kind, CaseFlags flags, bool isUnlocked, int days)
    {
        var story = CaseStory.Announced(kind, new CaseChecks(true, false, false, null, flags, isUnlocked));

        story.Now = CaseStory.Start + (days * Day) - TimeSpan.FromTicks(1);
        Assert.Null(story.Tick());
        story.Now += TimeSpan.FromTicks(1);
        Assert.Equal(CaseStep.FallDue, story.Tick());
        Assert.Equal(kind == CaseKind.Release ? CaseStep.Grant : CaseStep.Offer, story.Tick());
        Assert.Equal(CaseStory.Start + (days * Day), story.Case.DueAt);
    }

    [Fact]
    public void A_flag_that_shows_at_the_last_look_makes_the_wait_long()
    {
        var story = CaseStory.Announced(CaseKind.Release);
        story.Now += 14 * Day;
        story.Checks = story.Checks with { Flags = CaseFlags.HolderSeen };
        Assert.Equal(CaseStep.FallDue, story.Tick());
        Assert.Equal(CaseStep.Lengthen, story.Tick());
        Assert.Equal(CaseStory.Start + (30 * Day), story.Case.DueAt);

        // It stays, although nobody was seen since.
        story.Checks = story.Checks with { Flags = CaseFlags.None };
        story.Now += 15 * Day;
        Assert.Null(story.Tick());
        story.Now += Day;
        _ = story.Tick();
        Assert.Equal(CaseStep.Grant, story.Tick());
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_a_wait_longer()
    {
        var story = new CaseStory(CaseKind.Release) { Now = CaseStory.Start + (10 * Day) };
        Assert.Null(story.Submit());
        story.Now = CaseStory.Start;
        Assert.Null(story.Vote(0));
        Assert.Null(story.Vote(1));
        Assert.Equal(CaseStory.Start + (24 * Day), story.Case.DueAt);
    }

    [Fact]
    public void A_clock_that_ran_ahead_somewhere_shortens_no_hearing_and_makes_the_wait_long_not_endless()
    {
        var story = CaseStory.Announced(CaseKind.Release);
        Assert.Null(story.Case.Contest([7], story.Now));
        story.Seen = story.Now.AddDays(40);
        story.Now += 10 * Day;
        Assert.Equal((CaseRefusals.Hearing.Code, 20 * Day), (story.Vote(2)?.Code, story.Vote(2)?.RetryAfter));

        story = new CaseStory(CaseKind.Release) { Seen = CaseStory.Start.AddYears(70) };
        Assert.Null(story.Submit());
        Assert.Null(story.Vote(0));
        Assert.Null(story.Vote(1));
        Assert.Equal((CaseFlags.ClockInDoubt, CaseStory.Start + CaseRules.LongWait), (story.Case.Flags, story.Case.DueAt));

        // A node that is an hour behind takes the time of the others.
        story = new CaseStory(CaseKind.Release) { Seen = CaseStory.Start.AddHours(1) };
        Assert.Null(story.Submit());
        Assert.Null(story.Vote(0));
        Assert.Null(story.Vote(1));
        Assert.Equal((CaseFlags.None, CaseStory.Start.AddHours(1) + CaseRules.ReleaseWait), (story.Case.Flags, story.Case.DueAt));
    }

    [Fact]
    public void Nobody_decides_twice_and_nobody_who_opened_it_or_asked_for_more()
    {
        var story = new CaseStory(CaseKind.Release);
        story.Case.OpenedBy(CaseStory.Agents[2], story.Now);
        Assert.Null(story.Submit());
        Assert.Equal(CaseRefusals.OwnCase, story.Case.MayLook(CaseStory.Agents[2], isSenior: true));
        _ = story.Case.Draw(CaseStory.Agents[3], story.Now);
        Assert.Null(story.Case.AskMore(CaseStory.Agents[3], isSenior: false, CaseReason.Unreadable, story.Now));
        Assert.Equal((CaseState.Draft, CaseReason.Unreadable), (story.Case.State, story.Case.Reason));
        Assert.Null(story.Submit());
        Assert.Equal(CaseRefusals.OwnCase, story.Case.MayLook(CaseStory.Agents[3], isSenior: true));
        Assert.Null(story.Vote(0));
        Assert.Equal(CaseRefusals.OwnCase, story.Vote(0));
        Assert.Equal(CaseState.SecondLook, story.Case.State);
    }

    [Fact]
    public void Only_who_was_drawn_decides()
    {
        var story = new CaseStory(CaseKind.Release);
        Assert.Null(story.Submit());
        _ = story.Case.Draw(CaseStory.Agents[0], story.Now);
        Assert.Equal(CaseRefusals.OwnCase, story.Case.Decide(CaseStory.Agents[1], true, true, CaseReason.None, CaseStory.Good, story.Checks, [], story.Now, story.Now));
    }

    [Fact]
    public void Where_two_differ_a_senior_decides()
    {
        var story = new CaseStory(CaseKind.Release);
        Assert.Null(story.Submit());
        Assert.Null(story.Vote(0, isSenior: false));
        Assert.Null(story.Vote(1, approves: false, isSenior: false));
        Assert.Equal(CaseState.ThirdLook, story.Case.State);
        Assert.Equal(CaseRefusals.NeedsSenior, story.Case.MayLook(CaseStory.Agents[2], isSenior: false));
        Assert.Null(story.Vote(2, approves: false));
        Assert.Equal((CaseState.Refused, CaseReason.NotEnough), (story.Case.State, story.Case.Reason));
    }

    [Fact]
    public void What_has_too_little_in_its_favour_or_belongs_to_nobody_is_approved_by_nobody()
    {
        var story = new CaseStory(CaseKind.Release);
        Assert.Null(story.Submit());
        Assert.Equal(CaseRefusals.TooLittle, story.Vote(0, score: CaseScore.Of(CaseKind.Release, [CaseFact.DeviceSigned, CaseFact.DeviceUnlocked, CaseFact.BoxPhoto])));
        story.Checks = story.Checks with { IsHeld = false };
        Assert.Equal(CaseRefusals.TooLittle, story.Vote(1));
    }

    [Fact]
    public void An_objection_is_heard_for_thirty_days_by_two_seniors_and_then_the_whole_wait_begins_anew()
    {
        var story = CaseStory.Announced(CaseKind.Release);
        Assert.Null(story.Case.Contest([7], story.Now));
        Assert.Equal(CaseState.Disputed, story.Case.State);
        Assert.Equal(CaseRefusals.NeedsSenior, story.Vote(2, isSenior: false));
        Assert.Equal(CaseRefusals.Hearing.Code, story.Vote(2)?.Code);
        story.Now += 30 * Day;
        Assert.Null(story.Vote(2));
        Assert.Equal(CaseState.Disputed, story.Case.State);
        Assert.Null(story.Vote(3));
        Assert.Equal((CaseState.Announced, story.Now + (30 * Day)), (story.Case.State, story.Case.DueAt));
        Assert.Equal(CaseRefusals.ContestedBefore, story.Case.Contest([7], story.Now));
        Assert.Null(story.Case.Contest([8], story.Now));
    }

    [Fact]
    public void Two_seniors_who_believe_the_holder_end_it()
    {
        var story = CaseStory.Announced(CaseKind.Release);
        Assert.Null(story.Case.Contest([7], story.Now));
        story.Now += 30 * Day;
        Assert.Null(story.Vote(2, approves: false));
        Assert.Null(story.Vote(3, approves: false));
        Assert.Equal((CaseState.Refused, CaseReason.HolderObjected), (story.Case.State, story.Case.Reason));
    }

    [Fact]
    public void A_holder_with_two_proofs_ends_a_recovery_and_not_a_release()
    {
        var recovery = CaseStory.Announced(CaseKind.Recovery);
        Assert.Null(recovery.Case.ProveHolder(recovery.Now));
        Assert.Equal(CaseState.Contested, recovery.Case.State);
        var release = CaseStory.Announced(CaseKind.Release);
        Assert.Equal(CaseRefusals.Elsewhere, release.Case.ProveHolder(release.Now));
    }

    [Fact]
    public void A_device_that_is_lost_when_its_case_is_due_is_not_given()
    {
        var story = CaseStory.Announced(CaseKind.Release);
        story.Now += 14 * Day;
        story.Checks = story.Checks with { IsLost = true };
        _ = story.Tick();
        Assert.Equal(CaseStep.Refuse, story.Tick());
        Assert.Equal(CaseReason.DeviceLost, story.Case.Reason);
    }

    [Fact]
    public void A_lost_device_whose_holder_was_not_seen_for_a_year_is_only_lost_no_more_and_then_an_ordinary_case_begins()
    {
        var story = new CaseStory(CaseKind.Release);
        story.Checks = story.Checks with { IsLost = true, IsLostLong = true, HolderSeenAt = CaseStory.Start - (400 * Day) };
        Assert.Null(story.Submit());
        Assert.Equal(CaseRefusals.NeedsSenior, story.Vote(0, isSenior: false));
        Assert.Null(story.Vote(0));
        Assert.Null(story.Vote(1));
        story.Now += 14 * Day;
        _ = story.Tick();
        Assert.Equal(CaseStep.EndLoss, story.Tick());
        Assert.Equal((CaseState.Submitted, false), (story.Case.State, story.Case.IsForLost));
        story.Checks = story.Checks with { IsLost = false, IsLostLong = false };
        Assert.Equal(CaseRefusals.OwnCase, story.Vote(0));
        Assert.Null(story.Vote(2, isSenior: false));
        Assert.Null(story.Vote(3, isSenior: false));
        Assert.Equal(story.Now + (14 * Day), story.Case.DueAt);
    }

    [Fact]
    public void A_lost_device_whose_holder_was_seen_within_a_year_stays_lost()
    {
        var story = new CaseStory(CaseKind.Release);
        story.Checks = story.Checks with { IsLost = true, IsLostLong = true, HolderSeenAt = CaseStory.Start - (340 * Day) };
        Assert.Null(story.Submit());
        Assert.Null(story.Vote(0));
        Assert.Null(story.Vote(1));
        story.Now += 14 * Day;
        _ = story.Tick();
        Assert.Equal(CaseStep.Refuse, story.Tick());
    }

    [Fact]
    public void A_freeze_keeps_back_what_is_due()
    {
        var story = CaseStory.Announced(CaseKind.Recovery);
        story.Now += 7 * Day;
        story.Checks = story.Checks with { IsFrozen = true };
        Assert.Equal(CaseStep.FallDue, story.Tick());
        Assert.Null(story.Tick());
        story.Checks = story.Checks with { IsFrozen = false };
        Assert.Equal(CaseStep.Offer, story.Tick());
        Assert.Equal(CaseRefusals.Elsewhere, story.Case.Take(story.Checks with { IsFrozen = true }, story.Now));
        Assert.Equal(CaseRefusals.Elsewhere, story.Case.Take(story.Checks with { Flags = CaseFlags.HolderSeen }, story.Now));
        Assert.Null(story.Case.Take(story.Checks, story.Now));
        Assert.Equal(CaseState.Granted, story.Case.State);
        Assert.Equal(CaseRefusals.Elsewhere, story.Case.Take(story.Checks, story.Now));
    }

    [Fact]
    public void A_recovery_that_is_not_taken_for_a_week_lapses_and_until_then_its_holder_ends_it()
    {
        var story = CaseStory.Announced(CaseKind.Recovery);
        story.Now += 7 * Day;
        _ = story.Tick();
        Assert.Equal(CaseStep.Offer, story.Tick());
        story.Now += CaseRules.OfferTime;
        Assert.Equal(CaseRefusals.Elsewhere, story.Case.Take(story.Checks, story.Now));
        Assert.Equal(CaseStep.Expire, story.Tick());

        var other = CaseStory.Announced(CaseKind.Recovery);
        other.Now += 7 * Day;
        _ = other.Tick();
        _ = other.Tick();
        Assert.Null(other.Case.ProveHolder(other.Now));
        Assert.Equal(CaseState.Contested, other.Case.State);
    }

    [Fact]
    public void Seniors_alone_recover_an_account_one_of_whose_devices_is_lost()
    {
        var story = new CaseStory(CaseKind.Recovery);
        story.Checks = story.Checks with { Flags = CaseFlags.DeviceLost };
        Assert.Null(story.Submit());
        Assert.Equal(CaseRefusals.NeedsSenior, story.Vote(0, isSenior: false));
        Assert.Null(story.Vote(0));
        Assert.Null(story.Vote(1));
        Assert.Equal(story.Now + CaseRules.LongWait, story.Case.DueAt);
    }

    [Fact]
    public void No_single_fact_is_enough_but_an_address_that_was_known()
    {
        var enough = from kind in Enum.GetValues<CaseKind>() from fact in Enum.GetValues<CaseFact>() where CaseScore.WeightOf(kind, fact) >= CaseScore.Least select fact;
        Assert.Equal([CaseFact.AddressKnown], enough.Distinct());
    }

    [Fact]
    public void A_holder_who_lets_the_device_go_settles_it()
    {
        var story = CaseStory.Announced(CaseKind.Release);
        story.Checks = story.Checks with { IsHeld = false };
        Assert.Equal(CaseStep.Settle, story.Tick());
        Assert.Equal(CaseState.Settled, story.Case.State);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(2, 14)]
    public void Each_case_in_a_year_costs_more_time_than_the_one_before(int before, int days)
    {
        var story = new CaseStory(CaseKind.Release, before);
        if (days > 0)
        {
            story.Now = CaseStory.Start + (days * Day) - TimeSpan.FromTicks(1);
            Assert.Equal((CaseRefusals.TooEarly.Code, TimeSpan.FromTicks(1)), (story.Submit()?.Code, story.Submit()?.RetryAfter));
            story.Now += TimeSpan.FromTicks(1);
        }

        Assert.Null(story.Submit());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(0, 9, 2)]
    [InlineData(2, 9, 2)]
    [InlineData(3, 0, 3)]
    public void What_an_agent_was_drawn_for_costs_the_next_one_time_and_keeps_nobody_out(int decided, int looked, int count) => Assert.Equal(count, CaseRules.CountOf(decided, looked));

    [Fact]
    public void Who_let_a_case_lie_is_not_drawn_for_it_again()
    {
        var story = new CaseStory(CaseKind.Release);
        Assert.Null(story.Submit());
        Assert.True(story.Case.NeedsDraw(story.Now));
        Assert.Null(story.Case.Draw(CaseStory.Agents[0], story.Now));
        Assert.False(story.Case.NeedsDraw(story.Now + CaseRules.LookTime - TimeSpan.FromTicks(1)));
        story.Now += CaseRules.LookTime;
        Assert.True(story.Case.NeedsDraw(story.Now));
        Assert.Equal(CaseStory.Agents[0], story.Case.Draw(CaseStory.Agents[1], story.Now));
        Assert.Equal(CaseRefusals.OwnCase, story.Case.MayLook(CaseStory.Agents[0], isSenior: true));
        Assert.Equal(CaseRefusals.OwnCase, story.Vote(0));
        Assert.Null(story.Vote(1));
        Assert.Null(story.Vote(2));
        Assert.Equal(CaseState.Announced, story.Case.State);
        Assert.Equal([(0, true), (1, false), (2, false)], story.Case.Draws.Select(d => (Array.IndexOf(CaseStory.Agents, d.Agent), d.LapsedAt is not null)));

        // For a dispute nobody is drawn before both sides were heard.
        Assert.Null(story.Case.Contest([7], story.Now));
        Assert.False(story.Case.NeedsDraw(story.Now + CaseRules.HearingTime - TimeSpan.FromTicks(1)));
        Assert.True(story.Case.NeedsDraw(story.Now + CaseRules.HearingTime));
    }

    [Fact]
    public void A_fourth_case_in_a_year_is_not_taken() => Assert.Equal(CaseRefusals.Limited, new CaseStory(CaseKind.Release, before: 3) { Now = CaseStory.Start + (20 * Day) }.Submit());

    [Fact]
    public void Nobody_hands_in_a_case_at_an_address_that_is_not_proven()
    {
        var draft = Case.Open(
            new CaseId(Guid.Empty), CaseNumber.Draw(), [1], CaseKind.Recovery, [2], account: null, device: null, "a@example.org", OneTimeCode.Sent([9], CaseStory.Start.AddMinutes(30)), network: null, "en", isSigned: false,
            CaseStory.Start);
        Assert.Equal(CaseRefusals.ContactUnproven, draft.Submit(new CaseStory(CaseKind.Recovery).Checks, 0, CaseStory.Start));
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal(SignInRefusals.CodeWrong, draft.ProveContact([8], CaseStory.Start));
        }

        Assert.Equal(SignInRefusals.CodeSpent, draft.ProveContact([9], CaseStory.Start));
        Assert.Null(draft.SendAgain([7], CaseStory.Start.AddMinutes(30)));
        Assert.Null(draft.ProveContact([7], CaseStory.Start));
        Assert.Equal(SignInRefusals.CodeSpent, draft.ProveContact([7], CaseStory.Start));
        Assert.Null(draft.Submit(new CaseStory(CaseKind.Recovery).Checks, 0, CaseStory.Start));
    }

    [Fact]
    public void A_case_is_the_one_open_case_about_its_subject_from_when_it_is_handed_in_until_it_is_over()
    {
        var story = new CaseStory(CaseKind.Release);
        Assert.Null(story.Case.OpenAs);
        Assert.Null(story.Submit());
        Assert.Equal(story.Case.Subject, story.Case.OpenAs);
        Assert.Null(story.Case.Withdraw(story.Now));
        Assert.Null(story.Case.OpenAs);
    }

    [Fact]
    public void That_a_device_answers_weighs_nothing_in_a_release_and_what_the_server_knows_weighs_most()
    {
        Assert.Equal(0, CaseScore.Of(CaseKind.Release, [CaseFact.DeviceSigned, CaseFact.DeviceUnlocked]).Points);
        // A phone alone never carries a recovery: codes of four digits can be tried out.
        Assert.Equal(20, CaseScore.Of(CaseKind.Recovery, [CaseFact.DeviceSigned, CaseFact.DeviceUnlocked]).Points);
        Assert.Equal(35, CaseScore.Of(CaseKind.Release, [CaseFact.BoxPhoto, CaseFact.SimProof, CaseFact.Receipt, CaseFact.Receipt]).Points);
        Assert.True(CaseScore.WeightOf(CaseKind.Recovery, CaseFact.AddressKnown) > CaseScore.Of(CaseKind.Recovery, [CaseFact.Receipt, CaseFact.SimProof, CaseFact.BoxPhoto]).Points);
        // The mailbox of the account may be open on the phone that is asked for.
        Assert.Equal(0, CaseScore.Of(CaseKind.Release, [CaseFact.AddressKnown, CaseFact.DeviceSigned]).Points);
        // What somebody copied from an honest person must not speak against that person.
        Assert.Equal(40, CaseScore.Of(CaseKind.Recovery, [CaseFact.AddressKnown, CaseFact.SeenElsewhere]).Points);
        Assert.Equal([CaseFact.Receipt, CaseFact.BoxPhoto], CaseScore.Of(CaseKind.Release, [CaseFact.BoxPhoto, CaseFact.Receipt]).Parts.Select(part => part.Fact));
    }

    [Theory]
    [InlineData(0, 0, 0, 1, false)]
    [InlineData(0, 0, 15, 1, true)]
    [InlineData(0, 0, 15, 2, true)]
    [InlineData(0, 0, 35, 3, false)]
    [InlineData(0, 15, 35, 1, false)]
    [InlineData(15, 0, 15, 9, true)]
    [InlineData(40, 40, 40, 2, true)]
    public void Who_is_known_as_well_goes_beside_while_few_are_open_and_who_shows_nothing_takes_nobodys_place(int known, int others, int points, int open, bool may) =>
        Assert.Equal(may, CaseRules.MayGoBeside(known, others, points, open));

    [Fact]
    public void A_number_is_read_as_people_type_it()
    {
        var number = CaseNumber.Draw();
        Assert.Null(CaseNumber.Read(CaseNumber.Grouped(number).ToLowerInvariant() + " ", out var read));
        Assert.Equal(number, read);
        Assert.Equal(CaseRefusals.Unknown, CaseNumber.Read("x", out _));
        Assert.Equal(CaseRefusals.Unknown, CaseNumber.Read(new string('A', 10_000), out _));
    }

    [Fact]
    public void A_new_link_on_a_node_that_is_behind_shortens_no_wait_and_one_of_before_the_offer_counts_from_it()
    {
        var story = CaseStory.Announced(CaseKind.Recovery);
        story.Case.Renew(story.Now);
        story.Now = story.Case.DueAt!.Value;
        Assert.Equal(CaseStep.FallDue, story.Tick());
        Assert.Equal(CaseStep.Offer, story.Tick());
        Assert.Equal(story.Now + CaseRules.RenewedWait, story.Case.TakeFrom);
        Assert.Equal(story.Now + CaseRules.OfferTime, story.Case.EndsAt);

        story.Case.Renew(story.Now + Day);
        story.Case.Renew(story.Now - (20 * Day));
        Assert.Equal(story.Now + Day + CaseRules.RenewedWait, story.Case.TakeFrom);
        story.Case.Renew(story.Now + (9 * Day));
        Assert.Equal(story.Now + (10 * Day), story.Case.EndsAt);
    }
}
