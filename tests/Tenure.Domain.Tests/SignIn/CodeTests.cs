using CsCheck;
using Tenure.Domain.Accounts;
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
    public void The_code_of_an_address_has_twelve_digits_and_is_read_where_it_is_expected()
    {
        Assert.Equal("123 456 789 012", CodeText.Spaced("123456789012"));
        Assert.Null(CodeText.Read("123 456 789 012", out var read, orOfAddress: true));
        Assert.Equal("123456789012", read);
        Assert.Equal("code_wrong", CodeText.Read("123 456 789 012", out _)?.Code);
        Assert.Equal("code_wrong", CodeText.Read("123 456 789", out _, orOfAddress: true)?.Code);
    }

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

    [Theory]
    [InlineData("123 456")]
    [InlineData(" 123-456 ")]
    [InlineData("1\u00A02\t3456")]
    public void Spaces_and_hyphens_are_the_persons_own(string typed)
    {
        Assert.Null(CodeText.Read(typed, out var code));
        Assert.Equal("123456", code);
    }

    [Fact]
    public void A_malformed_code_names_its_field_and_gives_no_code()
    {
        Assert.Equal("code", CodeText.Read("123456\0", out var code)?.Field);
        Assert.Equal("", code);
    }

    [Fact]
    public void A_budget_belongs_to_one_subject_and_day_and_each_wrong_code_raises_its_version()
    {
        var budget = CodeBudget.Open("s", Now);
        budget.CountWrong();
        Assert.Equal(("s", new DateOnly(2026, 5, 4), 1, 1), (budget.Subject, budget.Day, budget.Wrong, budget.Version));
        Assert.Equal(new DateOnly(2026, 5, 4), CodeBudget.DayOf(Now.ToOffset(TimeSpan.FromHours(9))));
    }

    [Fact]
    public void A_known_device_is_what_it_said_when_it_became_known()
    {
        var device = KnownDevice.Make(new(Guid.Empty), [1], "Pixel", Now, SignInRules.Default);
        Assert.Equal((new AccountId(Guid.Empty), "01", "Pixel", Now, Now.AddDays(30)), (device.AccountId, Convert.ToHexString(device.SecretHash), device.Name, device.MadeAt, device.ExpiresAt));
    }

    [Fact]
    public void A_code_is_looked_at_five_times_and_not_after_its_end()
    {
        var code = OneTimeCode.Sent([1], Now);
        Assert.Equal("code_expired", code.Try([1], Now)?.Code);
        Assert.Equal("code_wrong", code.Try([2], Now.AddTicks(-1))?.Code);
        Assert.Null(code.Try([1], Now.AddTicks(-1)));
        var next = code.Replaced([3], Now.AddMinutes(1));
        Assert.Equal(("03", 1, Now.AddMinutes(1)), (Convert.ToHexString(next.Hash), next.WrongTries, next.ExpiresAt));
    }

    [Fact]
    public void The_figures_of_a_sign_in_are_those_of_the_documentation() => Assert.Equal(
        new SignInRules(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30), 5, TimeSpan.FromDays(30), 100), SignInRules.Default);
}
