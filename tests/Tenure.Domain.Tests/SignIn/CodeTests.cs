using CsCheck;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class CodeTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 23, 59, 0, TimeSpan.Zero);

    [Fact]
    public void A_code_reads_back_as_it_stands_in_the_mail() => Gen.Int[0, 1].Select(_ => CodeText.Draw()).Sample(code =>
        CodeText.Read(CodeText.Spaced(code), out var read) is null && read == code && code.Length == 6);

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("１２３４５６")]
    public void What_is_not_six_digits_is_wrong(string typed) => Assert.Equal("code_wrong", CodeText.Read(typed, out _)?.Code);

    [Fact]
    public void What_no_database_can_carry_is_malformed() => Assert.Equal("malformed", CodeText.Read("12345\0", out _)?.Code);

    [Fact]
    public void The_twentieth_wrong_code_of_a_day_is_the_last()
    {
        var budget = CodeBudget.Open("s", Now);
        for (var wrong = 0; wrong < 20; wrong++)
        {
            Assert.Null(budget.Check());
            budget.CountWrong();
        }

        Assert.Equal("code_spent", budget.Check()?.Code);
        Assert.NotEqual(CodeBudget.DayOf(Now), CodeBudget.DayOf(Now.AddMinutes(1)));
    }

    [Fact]
    public void A_device_stays_known_for_thirty_days()
    {
        var device = KnownDevice.Make(new(Guid.Empty), [1], null, Now, SignInRules.Default);
        Assert.True(device.IsKnown(Now.AddDays(30).AddTicks(-1)));
        Assert.False(device.IsKnown(Now.AddDays(30)));
    }
}
