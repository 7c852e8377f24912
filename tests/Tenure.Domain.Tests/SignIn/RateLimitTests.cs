using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class RateLimitTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_full_window_refuses_until_its_end()
    {
        var limit = RateLimit.Hourly(3);
        var end = Start + limit.Window;
        Assert.Null(limit.Check(2, end, Start));
        var refused = limit.Check(3, end, Start.AddMinutes(10));
        Assert.Equal(("rate_limited", TimeSpan.FromMinutes(50)), (refused?.Code, refused?.RetryAfter));
        Assert.Null(limit.Check(3, end, end));
    }
}
