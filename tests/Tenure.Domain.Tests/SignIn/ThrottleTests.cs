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
    public void Failures_are_forgotten_in_time()
    {
        var throttle = Throttle.FromStored("k", 1000, Start, Start + ThrottleRule.PerIdentifier.ForgottenAfter);
        Assert.NotNull(throttle.Check(ThrottleRule.PerIdentifier, Start.AddMinutes(14)));
        Assert.Null(throttle.Check(ThrottleRule.PerIdentifier, Start.AddDays(1)));
    }
}
