using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Flashing;

public class BoundComputerTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void By_mail_it_counts_after_a_day_and_not_a_moment_before()
    {
        var computer = Applied(byMail: true);
        Assert.False(computer.IsBound(Start.AddHours(24).AddTicks(-1)));
        Assert.Equal(TimeSpan.FromHours(1), computer.RefuseWaiting(Start.AddHours(23))!.RetryAfter);
        Assert.True(computer.IsBound(Start.AddHours(24)));
        Assert.Null(computer.RefuseWaiting(Start.AddHours(24)));
    }

    [Fact]
    public void Another_code_by_mail_moves_nothing_and_a_better_proof_ends_the_wait()
    {
        var computer = Applied(byMail: true);
        Assert.False(computer.ApplyAgain(byMail: true, Start.AddHours(1)));
        Assert.Equal(Start.AddHours(24), computer.BoundAt);
        Assert.True(computer.ApplyAgain(byMail: false, Start.AddHours(2)));
        Assert.Equal((Start.AddHours(2), 1), (computer.BoundAt, computer.Version));
        Assert.False(computer.ApplyAgain(byMail: false, Start.AddHours(3)));
    }

    [Fact]
    public void A_bound_one_waits_no_more_whatever_is_asked() => Assert.False(Applied(byMail: false).ApplyAgain(byMail: true, Start.AddHours(1)));

    [Fact]
    public void One_that_was_removed_is_asked_for_anew_and_waits_as_a_new_one()
    {
        var computer = Applied(byMail: false);
        computer.Remove(Start.AddHours(1));
        Assert.Equal((Start.AddHours(1), 1), (computer.RemovedAt, computer.Version));
        computer.ApplyAnew("Other", new SessionId(Guid.CreateVersion7()), byMail: true, Start.AddHours(2));
        Assert.Equal((null, "Other", Start.AddHours(2), Start.AddHours(26), 2), (computer.RemovedAt, computer.Name, computer.AppliedAt, computer.BoundAt, computer.Version));
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(59 * 60, 59)]
    [InlineData(61 * 60, 60)]
    [InlineData(47 * 3600, 47 * 60)]
    [InlineData(50 * 3600, 48 * 60)]
    public void How_long_ago_it_was_removed_is_said_in_whole_units(int seconds, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), ComputerRefusals.Removed(TimeSpan.FromSeconds(seconds)).Age);

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "computer_limit")]
    public void Three_are_the_most(int already, string? refused) => Assert.Equal(refused, BoundComputer.RefuseMore(already)?.Code);

    [Theory]
    [InlineData(SessionKind.CommandLine, null)]
    [InlineData(SessionKind.DeviceCode, "computer_session")]
    [InlineData(SessionKind.Phone, "computer_session")]
    [InlineData(SessionKind.Browser, "computer_session")]
    [InlineData(null, "computer_session")]
    public void Only_a_session_that_began_on_the_computer_binds(SessionKind? kind, string? refused) => Assert.Equal(refused, BoundComputer.RefuseSession(kind)?.Code);

    [Theory]
    [InlineData("Desk", true)]
    [InlineData("  桌上 ", true)]
    [InlineData(" ", false)]
    [InlineData(null, false)]
    [InlineData("a\u202Eb", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    public void A_name_is_one_line_that_can_be_shown(string? text, bool good) => Assert.Equal(good, ComputerName.Read(text, out _) is null);

    [Fact]
    public void A_name_has_80_characters_at_most()
    {
        Assert.Null(ComputerName.Read(new string('n', 80), out var name));
        Assert.Equal(80, name.Length);
        Assert.NotNull(ComputerName.Read(new string('n', 81), out _));
    }

    private static BoundComputer Applied(bool byMail) =>
        BoundComputer.Apply(new AccountId(new Guid(1, 0, 0, new byte[8])), new ComputerId("k"), "Desk", new SessionId(new Guid(2, 0, 0, new byte[8])), byMail, Start);
}
