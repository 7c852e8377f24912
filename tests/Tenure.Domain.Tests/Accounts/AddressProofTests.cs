using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Accounts;

public class AddressProofTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly RegistrationRules Rules = RegistrationRules.Default;
    private static readonly byte[] Right = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] Wrong = [.. Enumerable.Repeat((byte)2, 32)];

    private readonly Account account = Account.Create(new AccountId(new Guid(1, 2, 3, new byte[8])), AccountNumber.Draw(), "$hash", null, "en", Now);

    [Fact]
    public void A_right_code_is_taken_once()
    {
        var proof = Start();
        Assert.Equal(("a@example.org", IdentifierKind.Email, 1, Now.AddMinutes(30)), (proof.Value, proof.Kind, proof.Sends, proof.ExpiresAt));
        Assert.Null(proof.Complete(Right, account, Now));
        Assert.Equal((true, 1), (proof.Spent, proof.Version));
        Assert.Equal(SignInRefusals.CodeSpent, proof.Complete(Right, account, Now));
        Assert.Equal(SignInRefusals.CodeSpent, proof.CheckResend(Now.AddMinutes(1), Rules));
    }

    [Fact]
    public void Five_wrong_codes_end_it_and_each_raises_the_version()
    {
        var proof = Start();
        for (var tries = 1; tries <= 5; tries++)
        {
            Assert.Equal(SignInRefusals.CodeWrong, proof.Complete(Wrong, account, Now));
            Assert.Equal(tries, proof.Version);
        }

        Assert.Equal(SignInRefusals.CodeSpent, proof.Complete(Right, account, Now));
    }

    [Fact]
    public void It_ends_with_its_time_with_the_account_and_with_the_password()
    {
        Assert.Equal(SignInRefusals.CodeExpired, Start().Complete(Right, account, Now.AddMinutes(30)));
        var proof = Start();
        account.ChoosePassword("$new", Now.AddMinutes(1));
        Assert.Equal(SignInRefusals.CodeSpent, proof.Complete(Right, account, Now));
        proof = Start();
        Assert.Null(account.Suspend());
        Assert.Equal(SignInRefusals.CodeSpent, proof.Complete(Right, account, Now));
    }

    [Fact]
    public void Another_code_takes_the_place_of_the_one_before_and_the_wait_doubles()
    {
        var proof = Start();
        Assert.Equal(TimeSpan.FromSeconds(30), proof.Resend(Wrong, Now, Rules)?.RetryAfter);
        Assert.Null(proof.Resend(Wrong, Now.AddSeconds(30), Rules));
        Assert.Equal(1, proof.Version);
        Assert.Equal((2, Now.AddSeconds(90), Now.AddSeconds(30).AddMinutes(30)), (proof.Sends, proof.ResendAt, proof.ExpiresAt));
        Assert.Equal(SignInRefusals.CodeWrong, proof.Complete(Right, account, Now));
        Assert.Null(proof.Complete(Wrong, account, Now));
    }

    [Fact]
    public void There_are_five_codes_at_most_and_none_after_the_end()
    {
        var (proof, now) = (Start(), Now);
        for (var sends = 2; sends <= 5; sends++)
        {
            now = proof.ResendAt;
            Assert.Null(proof.Resend(Right, now, Rules));
        }

        Assert.Equal(SignInRefusals.CodeSpent, proof.Resend(Right, proof.ResendAt, Rules));
        Assert.Equal(SignInRefusals.CodeExpired, Start().CheckResend(Now.AddMinutes(30), Rules));
    }

    private AddressProof Start() => AddressProof.Start(
        [1], account, new SessionId(new Guid(4, 5, 6, new byte[8])), Address.Of(EmailAddress.FromStored("a@example.org")), Right, Now, Rules);
}
