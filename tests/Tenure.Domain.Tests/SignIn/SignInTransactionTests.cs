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

    private SignInTransaction Started() => SignInTransaction.Start([1], account, null, Right, Start, Rules);
}
