using Tenure.Domain.Accounts;
using Tenure.Domain.Operators;

namespace Tenure.Domain.Tests.Operators;

public sealed class OperatorRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ada", "ada")]
    [InlineData(" Ada.L-1_x ", "ada.l-1_x")]
    [InlineData("ab", "ab")]
    [InlineData("a", null)]
    [InlineData("", null)]
    [InlineData("1ada", null)]
    [InlineData("-ada", null)]
    [InlineData("ada l", null)]
    [InlineData("über", null)]
    [InlineData("ada\n", "ada")]
    [InlineData("ad\na", null)]
    [InlineData("аda", null)]
    public void A_name_is_what_a_log_can_say_without_doubt(string typed, string? expected)
    {
        var refusal = OperatorName.Read(typed, out var name);
        Assert.Equal(expected is null ? OperatorRefusals.NameMalformed : null, refusal);
        if (expected is not null)
        {
            Assert.Equal(expected, name);
        }
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void A_name_has_an_end(int length, bool fits) => Assert.Equal(fits, OperatorName.Read(new string('a', length), out _) is null);

    [Theory]
    [InlineData("four", false)]
    [InlineData(" four ", false)]
    [InlineData("fives", true)]
    [InlineData("two\nlines", false)]
    [InlineData("two\u2028lines", false)]
    [InlineData("turned \u202e round", false)]
    [InlineData("with\0zero", false)]
    [InlineData("🙂🙂🙂🙂", false)]
    [InlineData("🙂🙂🙂🙂🙂", true)]
    public void A_reason_is_a_line_that_says_something(string typed, bool fits) => Assert.Equal(fits ? null : OperatorRefusals.ReasonMalformed, WrittenReason.Read(typed, out _));

    [Fact]
    public void A_reason_holds_no_half_pair() => Assert.Equal(OperatorRefusals.ReasonMalformed, WrittenReason.Read("half " + (char)0xd83d + " pair", out _));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_reason_has_an_end(int length, bool fits) => Assert.Equal(fits, WrittenReason.Read(new string('a', length), out _) is null);

    [Fact]
    public void A_session_ends_by_idleness_by_age_and_by_hand()
    {
        var session = new OperatorSession(Guid.Empty, default, Now);
        Assert.True(session.IsOpen(Now + OperatorSession.Idle - TimeSpan.FromTicks(1)));
        Assert.False(session.IsOpen(Now + OperatorSession.Idle));
        for (var at = Now; at < Now + OperatorSession.Lifetime; at += TimeSpan.FromMinutes(29))
        {
            Assert.True(session.IsOpen(at));
            session.Touch(at);
        }

        Assert.False(session.IsOpen(Now + OperatorSession.Lifetime));
        session.End(Now + TimeSpan.FromHours(1));
        session.End(Now + TimeSpan.FromHours(2));
        Assert.Equal(Now + TimeSpan.FromHours(1), session.EndedAt);
        Assert.False(session.IsOpen(Now + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void An_operator_is_disabled_once_and_for_good()
    {
        var person = ServerOperator.Create(default, "ada", "$hash", Now);
        Assert.Null(person.DisabledAt);
        person.Disable(Now.AddDays(1));
        person.Disable(Now.AddDays(2));
        Assert.Equal((Now.AddDays(1), 1), (person.DisabledAt, person.Version));
    }

    [Fact]
    public void An_account_is_suspended_when_open_and_lifted_when_suspended()
    {
        Assert.True(AccountNumber.TryRead(AccountNumber.Draw().Value, out var number));
        var account = Account.Create(default, number, "$hash", null, "en", Now);
        Assert.Equal(AccountRefusals.NotSuspended, account.LiftSuspension());
        Assert.Null(account.Suspend());
        Assert.Equal((AccountState.Suspended, 1), (account.State, account.Version));
        Assert.Equal(AccountRefusals.NotOpen, account.Suspend());
        Assert.Null(account.LiftSuspension());
        Assert.Equal((AccountState.Open, 2), (account.State, account.Version));
        account.Close();
        Assert.Equal(AccountRefusals.NotOpen, account.Suspend());
        Assert.Equal(AccountRefusals.NotSuspended, account.LiftSuspension());
        Assert.Equal(AccountState.Closed, account.State);
    }
}
