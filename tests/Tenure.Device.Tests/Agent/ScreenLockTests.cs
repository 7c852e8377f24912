using Tenure.Device.Agent;
using Tenure.Device.Phone;

namespace Tenure.Device.Tests.Agent;

/// <summary>The code that opens the screen.</summary>
public sealed class ScreenLockTests
{
    private static readonly PhoneFacts Facts = new("Tenure One", "T1", "tenure_one", "1.0", "TenureOS", "1.0.0", null);

    private readonly MemoryStorage storage = new();

    [Fact]
    public void A_phone_without_a_code_was_never_opened_and_one_with_it_is_after_it_was_typed()
    {
        using (var phone = PhoneCore.Boot(storage, Facts))
        {
            var screen = new ScreenLock(phone);
            Assert.False(screen.IsSet || screen.IsOpen || screen.Open("4711"));
            Assert.True(screen.Set("4711"));
            // Whoever has a running phone sets one, and has shown nothing by that.
            Assert.False(screen.IsOpen || screen.Open("4711"));
        }

        using (var phone = PhoneCore.Boot(storage, Facts))
        {
            var screen = new ScreenLock(phone);
            Assert.True(screen is { IsSet: true, IsOpen: false });
            Assert.False(screen.Open("4712"));
            Assert.False(screen.Set("4712") || screen.Set(null));
            Assert.True(screen.Open("4711"));
            Assert.True(screen.Set(null));
            Assert.False(screen.IsSet || screen.IsOpen);
        }
    }

    [Fact]
    public void Five_wrong_codes_are_all_until_the_next_power_on()
    {
        using (var phone = PhoneCore.Boot(storage, Facts))
        {
            new ScreenLock(phone).Set("4711");
        }

        using (var phone = PhoneCore.Boot(storage, Facts))
        {
            var screen = new ScreenLock(phone);
            Assert.All(Enumerable.Range(0, ScreenLock.MostWrong), _ => Assert.False(screen.Open("0000")));
            Assert.False(screen.Open("4711"));
        }

        using (var phone = PhoneCore.Boot(storage, Facts))
        {
            Assert.True(new ScreenLock(phone).Open("4711"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_code_has_4_to_64_characters(string code)
    {
        using var phone = PhoneCore.Boot(storage, Facts);
        var screen = new ScreenLock(phone);
        Assert.False(screen.Set(code));
        Assert.False(screen.IsSet);
    }

    [Fact]
    public void It_goes_with_the_user_data_and_its_code_is_not_in_them()
    {
        using var phone = PhoneCore.Boot(storage, Facts);
        var screen = new ScreenLock(phone);
        screen.Set("open sesame 4711");
        Assert.True(storage[PhoneLayout.UserData].Snapshot().AsSpan().IndexOf("sesame"u8) < 0);
        phone.UserData.Erase();
        Assert.False(new ScreenLock(phone).IsSet);
    }
}
