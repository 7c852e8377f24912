using System.Security.Cryptography;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class RegistrationTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly RegistrationRules Rules = RegistrationRules.Default;
    private static readonly byte[] Right = SHA256.HashData("right"u8);
    private static readonly byte[] Wrong = SHA256.HashData("wrong"u8);

    [Fact]
    public void The_right_code_proves_the_address_and_one_account_completes_it()
    {
        var registration = Started();
        Assert.Null(registration.Verify(Right, Start.AddMinutes(29), Rules));
        Assert.Null(registration.Complete(Start.AddMinutes(58)));
        Assert.Equal("registration_completed", registration.Complete(Start.AddMinutes(58))?.Code);
    }

    [Fact]
    public void A_code_is_good_once()
    {
        var registration = Started();
        Assert.Null(registration.Verify(Right, Start, Rules));
        Assert.Equal("code_spent", registration.Verify(Right, Start, Rules)?.Code);
    }

    [Fact]
    public void The_fifth_wrong_code_is_the_last_try()
    {
        var registration = Started();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("code_wrong", registration.Verify(Wrong, Start, Rules)?.Code);
        }

        Assert.Equal("code_spent", registration.Verify(Right, Start, Rules)?.Code);
    }

    [Fact]
    public void A_new_code_does_not_give_new_tries()
    {
        var registration = Started();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.NotNull(registration.Verify(Wrong, Start, Rules));
        }

        Assert.Null(registration.Resend(Right, Start.AddMinutes(1), Rules));
        Assert.Equal("code_spent", registration.Verify(Right, Start.AddMinutes(1), Rules)?.Code);
    }

    [Fact]
    public void A_code_lives_thirty_minutes() => Assert.Equal("code_expired", Started().Verify(Right, Start.AddMinutes(30), Rules)?.Code);

    [Fact]
    public void A_code_that_was_replaced_is_wrong()
    {
        var registration = Started();
        Assert.Null(registration.Resend(Wrong, Start.AddSeconds(30), Rules));
        Assert.Equal("code_wrong", registration.Verify(Right, Start.AddSeconds(31), Rules)?.Code);
        Assert.Null(registration.Verify(Wrong, Start.AddSeconds(31), Rules));
    }

    [Fact]
    public void Each_further_code_takes_twice_the_wait_and_the_sixth_is_not_sent()
    {
        var registration = Started();
        var now = Start;
        foreach (var seconds in new[] { 30, 60, 120, 240 })
        {
            var early = registration.Resend(Right, now.AddSeconds(seconds - 1), Rules);
            Assert.Equal("throttled", early?.Code);
            Assert.Equal(TimeSpan.FromSeconds(1), early?.RetryAfter);
            now = now.AddSeconds(seconds);
            Assert.Null(registration.Resend(Right, now, Rules));
        }

        Assert.Equal("code_spent", registration.Resend(Right, now.AddMinutes(20), Rules)?.Code);
    }

    [Fact]
    public void No_account_without_a_proven_address() => Assert.Equal("registration_unverified", Started().Complete(Start)?.Code);

    [Fact]
    public void A_proven_address_waits_thirty_minutes_for_its_account()
    {
        var registration = Started();
        Assert.Null(registration.Verify(Right, Start, Rules));
        Assert.Equal("registration_expired", registration.Complete(Start.AddMinutes(30))?.Code);
    }

    [Fact]
    public void Every_change_raises_the_version()
    {
        var registration = Started();
        var versions = new List<int> { registration.Version };
        Assert.NotNull(registration.Verify(Wrong, Start, Rules));
        versions.Add(registration.Version);
        Assert.Null(registration.Resend(Right, Start.AddMinutes(1), Rules));
        versions.Add(registration.Version);
        Assert.Null(registration.Verify(Right, Start.AddMinutes(1), Rules));
        versions.Add(registration.Version);
        Assert.Null(registration.Complete(Start.AddMinutes(1)));
        versions.Add(registration.Version);
        Assert.Equal([0, 1, 2, 3, 4], versions);
    }

    [Fact]
    public void A_registration_remembers_who_asked_and_how_long_it_lives()
    {
        var registration = Started();
        Assert.Equal(("01", "anna@example.org", "en", RegistrationState.Waiting), (Convert.ToHexString(registration.Key), registration.Address.Value, registration.Language, registration.State));
        Assert.Equal((1, Start.AddSeconds(30), Start.AddMinutes(30), null), (registration.Sends, registration.ResendAt, registration.ExpiresAt, registration.VerifiedAt));
    }

    [Fact]
    public void A_new_code_lives_as_long_as_the_first()
    {
        var registration = Started();
        Assert.Null(registration.Resend(Right, Start.AddMinutes(29), Rules));
        Assert.Equal((2, Start.AddMinutes(59)), (registration.Sends, registration.ExpiresAt));
        Assert.Null(registration.Verify(Right, Start.AddMinutes(58), Rules));
        Assert.Equal((RegistrationState.Verified, Start.AddMinutes(58), Start.AddMinutes(88)), (registration.State, registration.VerifiedAt, registration.ExpiresAt));
    }

    [Fact]
    public void A_registration_that_is_further_or_over_sends_no_code()
    {
        Assert.Equal("registration_expired", Started().Resend(Right, Start.AddMinutes(30), Rules)?.Code);
        var registration = Started();
        Assert.Null(registration.Verify(Right, Start, Rules));
        Assert.Equal("code_spent", registration.Resend(Right, Start.AddMinutes(1), Rules)?.Code);
        Assert.Null(registration.Complete(Start.AddMinutes(1)));
        Assert.Equal("registration_completed", registration.Resend(Right, Start.AddMinutes(1), Rules)?.Code);
        Assert.Equal(RegistrationState.Completed, registration.State);
    }

    [Fact]
    public void Each_wrong_code_raises_the_version_by_one()
    {
        var registration = Started();
        Assert.NotNull(registration.Verify(Wrong, Start, Rules));
        Assert.NotNull(registration.Verify(Wrong, Start, Rules));
        Assert.Equal(2, registration.Version);
    }

    [Fact]
    public void A_code_that_is_too_late_is_not_counted_as_wrong()
    {
        var registration = Started();
        Assert.NotNull(registration.Verify(Wrong, Start.AddMinutes(30), Rules));
        Assert.Equal((0, 0), (registration.Version, registration.Code.WrongTries));
    }

    [Fact]
    public void The_figures_are_those_of_the_documentation() => Assert.Equal(
        new RegistrationRules(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(30), 5, 4, TimeSpan.FromHours(3)), RegistrationRules.Default);

    private static Registration Started()
    {
        Assert.Null(EmailAddress.Read("anna@example.org", out var address));
        return Registration.Start([1], Address.Of(address), "en", Right, Start, Rules);
    }
}
