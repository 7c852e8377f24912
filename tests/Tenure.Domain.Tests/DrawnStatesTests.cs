using System.Text.RegularExpressions;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Testing;

namespace Tenure.Domain.Tests;

/// <summary>Pictures of state machines in the documentation, each under a heading of its own.</summary>
public sealed partial class DrawnStatesTests
{
    [Fact]
    public void A_deletion_is_drawn_as_its_table_says() => AssertDrawn<AccountDeletionState, AccountDeletionStep>("leaving.md", "States", AccountDeletion.Next);

    [Fact]
    public void An_export_is_drawn_as_its_table_says() => AssertDrawn<AccountExportState, AccountExportStep>("leaving.md", "States of an export", AccountExport.Next);

    [Fact]
    public void A_transfer_is_drawn_as_its_table_says() => AssertDrawn<TransferStage, TransferStep>("devices.md", "States of a transfer", DeviceTransfer.Next);

    private static void AssertDrawn<TState, TStep>(string page, string heading, Func<TState, TStep, TState?> next)
        where TState : struct, Enum
        where TStep : struct, Enum
    {
        var text = File.ReadAllText(Repository.File("docs", "capabilities", page)).Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));
        var drawn = Arrow().Matches(text).Select(arrow => (arrow.Groups["from"].Value, arrow.Groups["step"].Value, arrow.Groups["to"].Value));
        var table =
            from state in Enum.GetValues<TState>()
            from step in Enum.GetValues<TStep>()
            let to = next(state, step)
            where to is not null
            select (state.ToString(), step.ToString(), to.Value.ToString());
        Assert.Equal(table.Order(), drawn.Order());
    }

    [GeneratedRegex(@"^\s+(?<from>\w+) --> (?<to>\w+): (?<step>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
