using CsCheck;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class ThrottleTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Gen<ThrottleRule> Rules = Gen.Int[0, 2].Select(i => new[] { ThrottleRule.PerIdentifier, ThrottleRule.PerNetwork, ThrottleRule.PerKnownDevice }[i]);

    [Fact]
    public void The_wait_never_shrinks_and_never_passes_the_longest() => Gen.Select(Rules, Gen.Int[0, 1_000_000]).Sample((rule, failures) =>
        rule.WaitAfter(failures) <= rule.WaitAfter(failures + 1) && rule.WaitAfter(failures) <= rule.Longest && rule.WaitAfter(failures) >= TimeSpan.Zero);

    [Fact]
    public void The_first_failures_cost_no_wait_and_then_it_doubles()
    {
        var waits = Enumerable.Range(1, 8).Select(failures => ThrottleRule.PerIdentifier.WaitAfter(failures).TotalSeconds);
        Assert.Equal([0, 0, 0, 0, 1, 2, 4, 8], waits);
    }

    [Fact]
    public void A_try_is_refused_until_the_wait_is_over()
    {
        var throttle = Throttle.FromStored("k", 8, Start, Start + ThrottleRule.PerIdentifier.ForgottenAfter);
        Assert.Equal(TimeSpan.FromSeconds(1), throttle.Check(ThrottleRule.PerIdentifier, Start.AddSeconds(7))?.RetryAfter);
        Assert.Null(throttle.Check(ThrottleRule.PerIdentifier, Start.AddSeconds(8)));
    }

    [Fact]
    public void What_is_free_is_not_refused_to_a_try_that_read_the_clock_before_the_one_counted_last()
    {
        var throttle = Throttle.FromStored("k", 1, Start.AddMilliseconds(3), Start + ThrottleRule.MailsFromNetwork.ForgottenAfter);
        Assert.Null(throttle.Check(ThrottleRule.MailsFromNetwork, Start));
    }

    [Fact]
    public void Failures_are_forgotten_in_time()
    {
        var throttle = Throttle.FromStored("k", 1000, Start, Start + ThrottleRule.PerIdentifier.ForgottenAfter);
        Assert.NotNull(throttle.Check(ThrottleRule.PerIdentifier, Start.AddMinutes(14)));
        Assert.Null(throttle.Check(ThrottleRule.PerIdentifier, Start.AddDays(1)));
    }

    [Fact]
    public void The_figures_are_those_of_the_documentation()
    {
        Assert.Equal(new ThrottleRule(4, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15), TimeSpan.FromDays(1)), ThrottleRule.PerIdentifier);
        Assert.Equal(new ThrottleRule(40, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)), ThrottleRule.PerNetwork);
        Assert.Equal(new ThrottleRule(6, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)), ThrottleRule.PerKnownDevice);
        Assert.Equal(new ThrottleRule(3, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromDays(1)), ThrottleRule.MailsToAccount);
        Assert.Equal(new ThrottleRule(60, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)), ThrottleRule.MailsFromNetwork);
        Assert.Equal(
            new ThrottleRules(ThrottleRule.PerIdentifier, ThrottleRule.PerNetwork, ThrottleRule.PerKnownDevice, ThrottleRule.MailsToAccount, ThrottleRule.MailsFromNetwork), ThrottleRules.Default);
    }

    [Fact]
    public void What_is_free_costs_no_wait_by_any_rule() => Assert.All(
        [ThrottleRule.PerIdentifier, ThrottleRule.PerNetwork, ThrottleRule.PerKnownDevice, ThrottleRule.MailsToAccount, ThrottleRule.MailsFromNetwork],
        rule => Assert.All(Enumerable.Range(0, rule.Free + 1), failures => Assert.Equal(TimeSpan.Zero, rule.WaitAfter(failures))));

    [Fact]
    public void A_streak_only_counts()
    {
        Assert.Equal(TimeSpan.Zero, ThrottleRule.Streak.WaitAfter(int.MaxValue - 1));
        Assert.Equal(TimeSpan.FromDays(30), ThrottleRule.Streak.ForgottenAfter);
    }

    [Fact]
    public void The_longest_wait_is_reached_and_kept()
    {
        Assert.Equal(TimeSpan.FromSeconds(512), ThrottleRule.PerIdentifier.WaitAfter(14));
        Assert.Equal(TimeSpan.FromMinutes(15), ThrottleRule.PerIdentifier.WaitAfter(15));
        Assert.Equal(TimeSpan.FromMinutes(15), ThrottleRule.PerIdentifier.WaitAfter(int.MaxValue));
    }

    [Fact]
    public void A_count_is_kept_until_it_is_forgotten()
    {
        var throttle = Throttle.FromStored("k", 8, Start, Start.AddDays(1));
        Assert.Equal(("k", Start, Start.AddDays(1)), (throttle.Key, throttle.LastFailureAt, throttle.ForgetAt));
        Assert.Equal(8, throttle.Counted(Start.AddDays(1).AddTicks(-1)));
        Assert.Equal(0, throttle.Counted(Start.AddDays(1)));
    }
}
