using System.Security.Cryptography;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class SignInTransactionTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly SignInRules Rules = SignInRules.Default;
    private static readonly byte[] Right = SHA256.HashData("right"u8);
    private static readonly byte[] Wrong = SHA256.HashData("wrong"u8);
    private readonly Account account = Account.Create(
        new AccountId(Guid.CreateVersion7(Start)), AccountNumber.Draw(), "$argon2id$", null, "en", Start.AddDays(-9));

    [Fact]
    public void The_right_code_is_taken_once()
    {
        var transaction = Started();
        Assert.Null(transaction.Complete(Right, account, Start.AddMinutes(9)));
        Assert.Equal("code_spent", transaction.Complete(Right, account, Start.AddMinutes(9))?.Code);
    }

    [Fact]
    public void A_code_lives_ten_minutes() => Assert.Equal("code_expired", Started().Complete(Right, account, Start.AddMinutes(10))?.Code);

    [Fact]
    public void After_five_wrong_codes_the_right_one_is_too_late()
    {
        var transaction = Started();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("code_wrong", transaction.Complete(Wrong, account, Start)?.Code);
        }

        Assert.Equal("code_spent", transaction.Complete(Right, account, Start)?.Code);
    }

    [Fact]
    public void A_recovery_code_completes_it_once_and_wrong_ones_count_like_wrong_codes()
    {
        var transaction = Started();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal("code_wrong", transaction.Complete(Wrong, account, Start)?.Code);
            Assert.Equal("recovery_code_wrong", transaction.CompleteByRecoveryCode(false, account, Start)?.Code);
        }

        Assert.Null(transaction.CompleteByRecoveryCode(true, account, Start));
        Assert.Equal("code_spent", transaction.CompleteByRecoveryCode(true, account, Start)?.Code);
        var other = Started();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("recovery_code_wrong", other.CompleteByRecoveryCode(false, account, Start)?.Code);
        }

        Assert.Equal("code_spent", other.CompleteByRecoveryCode(true, account, Start)?.Code);
        Assert.Equal("code_expired", Started().CompleteByRecoveryCode(true, account, Start.AddMinutes(10))?.Code);
    }

    [Fact]
    public void A_password_that_changed_meanwhile_ends_the_transaction()
    {
        var transaction = Started();
        account.ChoosePassword("$argon2id$other", Start.AddMinutes(1));
        Assert.Equal("code_spent", transaction.Complete(Right, account, Start.AddMinutes(2))?.Code);
    }

    [Fact]
    public void A_closed_account_ends_the_transaction()
    {
        var transaction = Started();
        account.Close();
        Assert.Equal("code_spent", transaction.Complete(Right, account, Start)?.Code);
    }

    [Fact]
    public void A_new_code_comes_after_thirty_seconds_and_then_ever_later()
    {
        var transaction = Started();
        Assert.Equal("throttled", transaction.Resend(Wrong, Start.AddSeconds(29), Rules)?.Code);
        Assert.Null(transaction.Resend(Wrong, Start.AddSeconds(30), Rules));
        Assert.Equal(TimeSpan.FromSeconds(60), transaction.ResendAt - Start.AddSeconds(30));
        Assert.Equal("code_wrong", transaction.Complete(Right, account, Start.AddSeconds(31))?.Code);
        Assert.Null(transaction.Complete(Wrong, account, Start.AddSeconds(32)));
    }

    [Fact]
    public void A_transaction_remembers_who_signs_in_and_with_which_password()
    {
        var transaction = SignInTransaction.Start([1], account.Id, account.PasswordChosenAt, "Pixel", Right, Start, Rules);
        Assert.Equal(("01", account.Id, "Pixel", account.PasswordChosenAt), (Convert.ToHexString(transaction.Key), transaction.AccountId, transaction.DeviceName, transaction.PasswordChosenAt));
        Assert.Equal((1, Start.AddSeconds(30), Start.AddMinutes(10), false, 0), (transaction.Sends, transaction.ResendAt, transaction.ExpiresAt, transaction.Spent, transaction.Version));
    }

    [Fact]
    public void Each_further_code_takes_twice_the_wait_lives_as_long_as_the_first_and_the_sixth_is_not_sent()
    {
        var transaction = Started();
        var now = Start;
        foreach (var seconds in new[] { 30, 60, 120, 240 })
        {
            Assert.Equal(TimeSpan.FromSeconds(1), transaction.Resend(Right, now.AddSeconds(seconds - 1), Rules)?.RetryAfter);
            now = now.AddSeconds(seconds);
            Assert.Null(transaction.Resend(Right, now, Rules));
            Assert.Equal(now.AddMinutes(10), transaction.ExpiresAt);
        }

        Assert.Equal((5, 4), (transaction.Sends, transaction.Version));
        Assert.Equal("code_spent", transaction.Resend(Right, now.AddMinutes(9), Rules)?.Code);
        Assert.Null(transaction.Complete(Right, account, now.AddMinutes(10).AddTicks(-1)));
    }

    [Fact]
    public void A_transaction_that_is_over_sends_no_code()
    {
        Assert.Equal("code_expired", Started().Resend(Right, Start.AddMinutes(10), Rules)?.Code);
        var spent = Started();
        Assert.Null(spent.Complete(Right, account, Start));
        Assert.Equal("code_spent", spent.Resend(Right, Start.AddMinutes(1), Rules)?.Code);
    }

    [Fact]
    public void Every_change_raises_the_version_and_a_code_that_is_not_looked_at_is_none()
    {
        var transaction = Started();
        Assert.NotNull(transaction.Complete(Wrong, account, Start));
        Assert.NotNull(transaction.Complete(Wrong, account, Start));
        Assert.Equal(2, transaction.Version);
        Assert.Equal("code_expired", transaction.Complete(Wrong, account, Start.AddMinutes(10))?.Code);
        Assert.Equal(2, transaction.Version);
        Assert.Null(transaction.Complete(Right, account, Start));
        Assert.Equal((3, true), (transaction.Version, transaction.Spent));
    }

    private SignInTransaction Started() => SignInTransaction.Start([1], account.Id, account.PasswordChosenAt, null, Right, Start, Rules);
}
