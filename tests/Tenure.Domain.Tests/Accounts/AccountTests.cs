using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class AccountTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Id = new(new Guid(1, 2, 3, new byte[8]));

    [Fact]
    public void A_freeze_that_lasts_refuses_and_says_for_how_long()
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", null, "en", Now);
        Assert.Null(account.RefuseFrozen(Now));
        account.UndoAddresses(Now);
        Assert.Equal(AccountRefusals.Frozen with { RetryAfter = TimeSpan.FromTicks(1) }, account.RefuseFrozen(Now + Account.FreezeTime - TimeSpan.FromTicks(1)));
        Assert.Null(account.RefuseFrozen(Now + Account.FreezeTime));
    }

    [Fact]
    public void A_new_account_is_what_its_person_typed()
    {
        var number = AccountNumber.Draw();
        var account = Account.Create(Id, number, "$hash", "Mara", "de", Now);
        Assert.Equal((Id, number, "$hash", "Mara", "de"), (account.Id, account.Number, account.PasswordHash, account.Nickname, account.Language));
        Assert.Equal((Now, Now, AccountState.Open, 0), (account.CreatedAt, account.PasswordChosenAt, account.State, account.Version));
    }

    [Fact]
    public void Every_change_raises_the_version()
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", null, "en", Now);
        account.Rename("Mara");
        Assert.Equal(("Mara", 1), (account.Nickname, account.Version));
        account.Speak("ru");
        Assert.Equal(("ru", 2), (account.Language, account.Version));
        account.ChoosePassword("$new", Now.AddDays(1));
        Assert.Equal(("$new", Now.AddDays(1), 3), (account.PasswordHash, account.PasswordChosenAt, account.Version));
        account.Close();
        Assert.Equal((AccountState.Closed, 4), (account.State, account.Version));
    }

    [Fact]
    public void What_a_person_says_of_themselves_is_kept_and_taken_away()
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", null, "en", Now);
        Assert.Equal((null, null, null), (account.Gender, account.Country, account.Picture));
        account.Describe("female");
        Assert.Equal(("female", 1), (account.Gender, account.Version));
        account.Settle("DE");
        Assert.Equal(("DE", 2), (account.Country, account.Version));
        account.Show("picture");
        Assert.Equal(("picture", 3), (account.Picture, account.Version));
        account.Describe(null);
        account.Settle(null);
        account.Show(null);
        Assert.Equal((null, null, null, 6), (account.Gender, account.Country, account.Picture, account.Version));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    public void Two_passwords_are_never_chosen_at_one_time_even_where_the_clock_was_set_back(int seconds)
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", null, "en", Now);
        account.ChoosePassword("$new", Now.AddSeconds(seconds));
        Assert.Equal(Now.AddMicroseconds(1), account.PasswordChosenAt);
    }

    [Fact]
    public void A_frozen_account_refuses_what_reaches_far_for_seven_days_unless_its_holder_thaws_it()
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", null, "en", Now);
        Assert.Null(account.RefuseFarReaching(Now));
        Assert.True(account.Freeze(Now));
        Assert.Equal(("account_frozen", TimeSpan.FromDays(7)), (account.RefuseFarReaching(Now)?.Code, account.RefuseFarReaching(Now)?.RetryAfter));
        Assert.NotNull(account.RefuseFarReaching(Now.AddDays(7).AddTicks(-1)));
        Assert.Null(account.RefuseFarReaching(Now.AddDays(7)));
        account.Thaw();
        Assert.Null(account.RefuseFarReaching(Now));
        Assert.Equal(2, account.Version);
    }

    [Fact]
    public void A_freeze_is_made_longer_once_a_day_at_most()
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", null, "en", Now);
        Assert.True(account.Freeze(Now));
        Assert.False(account.Freeze(Now.AddDays(1).AddTicks(-1)));
        Assert.Equal((Now.AddDays(7), 1), (account.FrozenUntil, account.Version));
        Assert.True(account.Freeze(Now.AddDays(1)));
        Assert.Equal((Now.AddDays(8), 2), (account.FrozenUntil, account.Version));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(3, "freeze_limited")]
    [InlineData(4, "freeze_limited")]
    public void After_three_lifts_one_proof_freezes_no_more(int lifts, string? code) => Assert.Equal(code, Account.RefuseFreeze(lifts)?.Code);

    [Fact]
    public void What_is_quiet_or_frozen_is_so_no_shorter_when_that_begins_again_by_a_clock_that_was_set_back()
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", null, "en", Now.AddYears(-1));
        account.BeQuiet(Now);
        account.UndoAddresses(Now);
        account.BeQuiet(Now.AddDays(-10));
        account.UndoAddresses(Now.AddDays(-10));
        account.UndoReset("$hash", alwaysAsk: false, resetAt: null, Now.AddDays(-10));
        Assert.Equal((Now + Account.QuietTime, Now + Account.FreezeTime), (account.QuietUntil, account.FrozenUntil));
    }

    [Fact]
    public void A_new_way_in_makes_what_reaches_far_wait_for_72_hours_but_a_new_address_not_in_a_new_account()
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", null, "en", Now);
        account.BeQuietUnlessNew(Now.AddHours(71));
        Assert.Null(account.RefuseFarReaching(Now.AddHours(71)));
        account.BeQuiet(Now);
        Assert.Equal("account_quiet", account.RefuseFarReaching(Now.AddHours(71))?.Code);
        var later = Now.AddHours(72);
        account.BeQuietUnlessNew(later);
        Assert.Equal(("account_quiet", TimeSpan.FromHours(72)), (account.RefuseFarReaching(later)?.Code, account.RefuseFarReaching(later)?.RetryAfter));
        Assert.Null(account.RefuseFarReaching(later.AddHours(72)));
        Assert.True(account.Freeze(later));
        Assert.Equal("account_frozen", account.RefuseFarReaching(later)?.Code);
    }

    [Fact]
    public void What_stays_as_it_is_is_no_change()
    {
        var account = Account.Create(Id, AccountNumber.Draw(), "$hash", "Anna", "en", Now);
        account.Rename("Anna");
        account.Speak("en");
        Assert.Equal(0, account.Version);
    }

    [Fact]
    public void An_identifier_names_its_account()
    {
        Assert.Null(EmailAddress.Read("Anna@example.org", out var address));
        var identifier = Identifier.Of(Address.Of(address), Id, Now);
        Assert.Equal((IdentifierKind.Email, "anna@example.org", Id, Now), (identifier.Kind, identifier.Value, identifier.AccountId, identifier.VerifiedAt));
    }

    [Fact]
    public void Ids_are_written_as_logs_and_tokens_have_them()
    {
        Assert.Equal("00000001000200030000000000000000", Id.ToString());
        Assert.Equal("anna@example.org", EmailAddress.FromStored("anna@example.org").ToString());
        var number = AccountNumber.Draw();
        Assert.Equal(number.Value, number.ToString());
    }
}
