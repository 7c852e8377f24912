using Tenure.Device.Block;
using Tenure.Testing;

namespace Tenure.Device.Tests.Block;

public sealed class BlockTransitionsTests
{
    [Fact]
    public void The_picture_in_the_documentation_is_the_table()
    {
        var page = File.ReadAllLines(Repository.File("docs", "capabilities", "activation-lock.md"));
        var drawn = page.Where(line => line.Contains(" --> ", StringComparison.Ordinal) && !line.Contains("[*]", StringComparison.Ordinal))
            .Select(line => line.Trim());

        Assert.Equal(Drawn().Order(StringComparer.Ordinal), drawn.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_frees_a_held_phone_but_a_ticket_that_releases_and_the_end_of_all_locks() => Assert.Equal(
        [
            "Held --> Ended: End", "Held --> Held: DataErased", "Held --> Held: Erase", "Held --> Held: Hold", "Held --> Held: Reset", "Held --> Held: Unlock", "Held --> Lost: Lose", "Held --> ReleaseAccepted: Release",
        ],
        Drawn().Where(arrow => arrow.StartsWith("Held", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_leads_out_of_lost_but_a_ticket_that_says_found_and_the_end_of_all_locks() => Assert.Equal(
        ["Lost --> Ended: End", "Lost --> Held: Find", "Lost --> Lost: DataErased", "Lost --> Lost: Erase", "Lost --> Lost: Lose"],
        Drawn().Where(arrow => arrow.StartsWith("Lost", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Drawn() =>
        from state in Enum.GetValues<BlockState>()
        from step in Enum.GetValues<BlockStep>()
        let next = BlockTransitions.Next(state, step)
        where next is not null
        select $"{state} --> {next}: {step}";
}
