using Tenure.Domain.Messages;

namespace Tenure.Domain.Tests.Messages;

public class SmsBreakerRuleTests
{
    private static readonly SmsBreakerRule Rule = new(TimeSpan.FromHours(6), 50, 20);

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(49, 0, false)]
    [InlineData(50, 0, true)]
    [InlineData(50, 9, true)]
    [InlineData(50, 10, false)]
    [InlineData(54, 10, true)]
    [InlineData(3_000_000_000, 599_999_999, true)]
    [InlineData(3_000_000_000, 600_000_000, false)]
    public void A_country_is_closed_when_too_few_of_enough_codes_came_back(long sent, long verified, bool closes) => Assert.Equal(closes, Rule.Closes(sent, verified));

    [Theory]
    [InlineData("2026-05-04T12:00:00Z", "2026-05-04T12:00:00Z")]
    [InlineData("2026-05-04T12:09:59.9999999Z", "2026-05-04T12:00:00Z")]
    [InlineData("2026-05-04T14:10:00+02:00", "2026-05-04T12:10:00Z")]
    public void A_moment_belongs_to_the_ten_minutes_it_is_in(string moment, string start) => Assert.Equal(At(start), SmsBreakerRule.StretchOf(At(moment)));

    [Theory]
    [InlineData("2026-05-04T12:19:59Z", "2026-05-04T11:50:00Z")]
    [InlineData("2026-05-04T12:20:00Z", "2026-05-04T12:00:00Z")]
    public void A_code_is_judged_by_when_all_of_its_ten_minutes_have_had_ten_minutes(string now, string last) => Assert.Equal(At(last), SmsBreakerRule.LastJudged(At(now)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
