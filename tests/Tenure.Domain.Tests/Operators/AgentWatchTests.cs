using Tenure.Domain.Operators;

namespace Tenure.Domain.Tests.Operators;

public sealed class AgentWatchTests
{
    private static readonly int[] Five = [4, 6, 5, 7, 6];

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Three_times_ones_own_usual_reads_are_a_spike_from_twenty_on(int reads, bool isSpike) => Assert.Equal(isSpike, AgentWatch.ReadsMoreThanUsual(reads, Five));

    [Fact]
    public void Exactly_three_times_is_none_and_who_began_lately_has_no_usual()
    {
        Assert.False(AgentWatch.ReadsMoreThanUsual(30, [10, 10, 10, 10, 10]));
        Assert.True(AgentWatch.ReadsMoreThanUsual(31, [10, 10, 10, 10, 10]));
        Assert.False(AgentWatch.ReadsMoreThanUsual(60, [1, 1, 1, 1]));
    }

    [Fact]
    public void Others_are_a_measure_where_there_are_two()
    {
        Assert.False(AgentWatch.ReadsMoreThanOthers(60, [1]));
        Assert.True(AgentWatch.ReadsMoreThanOthers(20, [1, 2]));
        Assert.False(AgentWatch.ReadsMoreThanOthers(19, [1, 2]));
        Assert.False(AgentWatch.ReadsMoreThanOthers(30, [5, 10]));
        Assert.True(AgentWatch.ReadsMoreThanOthers(31, [5, 10]));
    }

    [Fact]
    public void The_usual_is_the_middle_and_one_wild_day_does_not_move_it()
    {
        Assert.Equal(0, AgentWatch.Usual([]));
        Assert.Equal(6, AgentWatch.Usual([6, 1000, 5]));
        Assert.Equal(6, AgentWatch.Usual([6, 5]));
    }

    [Theory]
    [InlineData(19, 0, false)]
    [InlineData(19, 1, true)]
    [InlineData(18, 2, false)]
    [InlineData(20, 0, true)]
    [InlineData(0, 20, false)]
    public void Nearly_all_is_nineteen_of_twenty(int approved, int rejected, bool isSo) => Assert.Equal(isSo, AgentWatch.ApprovesNearlyAll(approved, rejected));

    [Fact]
    public void Five_votes_within_a_minute_of_the_first_look_are_haste()
    {
        var (fast, slow) = (AgentWatch.ReadingTime - TimeSpan.FromSeconds(1), AgentWatch.ReadingTime);
        Assert.Equal(2, AgentWatch.Hasty([fast, slow, fast]));
        Assert.False(AgentWatch.ApprovesUnread([fast, fast, fast, fast, slow]));
        Assert.True(AgentWatch.ApprovesUnread([fast, fast, fast, fast, fast]));
    }
}
