using Tenure.Testing;

namespace Tenure.Architecture.Tests;

public sealed class ThrownAwayRefusalsTests
{
    [Fact]
    public void No_awaited_refusal_of_the_server_is_thrown_away()
    {
        var refusals = ThrownAwayRefusals.In(Repository.File("src", "Tenure.Server"));
        Violations.None(refusals.Found);
        Assert.True(refusals.Awaited > 0, "No await of a refusal was found at all: the sources were not understood.");
    }

    [Fact]
    public void Each_way_to_throw_a_refusal_away_is_found()
    {
        var refusals = ThrownAwayRefusals.In(Repository.File("tests", "Tenure.Architecture.Fixtures"), "Refusals");
        Assert.Equal(
            [
                "ThrowsAwayARefusal.cs:10: await AskAsync()",
                "ThrowsAwayARefusal.cs:11: await AskAsync()",
                "ThrowsAwayARefusal.cs:12: await AskAsync().ConfigureAwait(false)",
                "ThrowsAwayARefusal.cs:13: await AskAsync()",
                "ThrowsAwayOnAPage.razor: await Asks.AskAsync()",
            ],
            refusals.Found);
        Assert.Equal(6, refusals.Awaited);
    }
}
