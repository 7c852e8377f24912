using Microsoft.Extensions.Time.Testing;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;

namespace Tenure.Device.Tests.Agent;

/// <summary>The code that opens the screen.</summary>
public sealed class ScreenLockTests
{
    private static readonly PhoneFacts Facts = new("Tenure One", "T1", "tenure_one", "1.0", "TenureOS", "1.0.0", null);

    private readonly MemoryStorage storage = new();
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_phone_without_a_code_was_never_opened_and_one_with_it_is_after_it_was_typed()
    {
        using (var phone = PhoneCore.Boot(storage, Facts))
        {
            var screen = new ScreenLock(phone, clock);
            Assert.False(screen.IsSet || screen.IsOpen || screen.Open("4711"));
            Assert.True(screen.Set("4711"));
            // Whoever has a running phone sets one, and has shown nothing by that.
            Assert.False(screen.IsOpen || screen.Open("4711"));
        }

        using (var phone = PhoneCore.Boot(storage, Facts))
        {
            var screen = new ScreenLock(phone, clock);
            Assert.True(screen is { IsSet: true, IsOpen: false });
            Assert.False(screen.Open("4712"));
            Assert.False(screen.Set("4712") || screen.Set(null));
            Assert.True(screen.Open("4711"));
            Assert.True(screen.Set(null));
            Assert.False(screen.IsSet || screen.IsOpen);
        }
    }

    [Fact]
    public void Five_wrong_codes_cost_no_time_and_each_further_one_twice_as_much_as_the_one_before_up_to_an_hour()
    {
        SetCode();
        using var phone = PhoneCore.Boot(storage, Facts);
        var screen = new ScreenLock(phone, clock);
        for (var wrong = 1; wrong <= 14; wrong++)
        {
            Assert.Equal(TimeSpan.Zero, screen.Wait);
            Assert.False(screen.Open("0000"));
            var wait = wrong < ScreenLock.FreeTries ? 0 : Math.Min(30 * (1 << (wrong - ScreenLock.FreeTries)), 3600);
            Assert.Equal(TimeSpan.FromSeconds(wait), screen.Wait);
            if (wait > 0)
            {
                // Neither the right code nor a wrong one is looked at, and none is counted.
                clock.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromTicks(1));
                Assert.False(screen.Open("4711") || screen.Open("0000"));
                Assert.Equal(wrong, phone.UserData.Record.WrongScreenCodes);
                clock.Advance(TimeSpan.FromTicks(1));
            }
        }

        Assert.True(screen.Open("4711"));
        Assert.Equal(0, phone.UserData.Record.WrongScreenCodes);
    }

    [Fact]
    public void Switching_the_phone_off_and_on_forgets_no_wrong_code_and_shortens_no_wait()
    {
        SetCode();
        for (var wrong = 1; wrong <= ScreenLock.FreeTries + 1; wrong++)
        {
            using var phone = PhoneCore.Boot(storage, Facts);
            var screen = new ScreenLock(phone, clock);
            clock.Advance(screen.Wait);
            Assert.False(screen.Open("0000"));
            Assert.Equal(wrong, phone.UserData.Record.WrongScreenCodes);
        }

        // However long it was off: the whole time runs from power-on.
        clock.Advance(TimeSpan.FromDays(30));
        using var on = PhoneCore.Boot(storage, Facts);
        var last = new ScreenLock(on, clock);
        Assert.Equal(TimeSpan.FromMinutes(1), last.Wait);
        Assert.False(last.Open("4711"));
        clock.Advance(last.Wait);
        Assert.True(last.Open("4711"));
    }

    [Fact]
    public void A_wrong_code_that_was_answered_is_counted_whenever_the_power_fails()
    {
        SetCode();
        var answered = false;
        for (var cut = 0L; !answered; cut++)
        {
            Assert.True(cut < 1000, "No code was ever answered.");
            var power = new PowerSupply();
            power.CutAfterOperations(cut);
            var before = Counted();
            try
            {
                using var phone = PhoneCore.Boot(new PoweredStorage(storage, power, CutDamage.Prefix), Facts);
                var screen = new ScreenLock(phone, clock);
                clock.Advance(screen.Wait);
                answered = !screen.Open("0000");
            }
            catch (PowerCutException)
            {
            }

            Assert.InRange(Counted() - before, answered ? 1 : 0, 1);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_code_has_4_to_64_characters(string code)
    {
        using var phone = PhoneCore.Boot(storage, Facts);
        var screen = new ScreenLock(phone, clock);
        Assert.False(screen.Set(code));
        Assert.False(screen.IsSet);
    }

    [Fact]
    public void It_goes_with_the_user_data_and_its_code_is_not_in_them()
    {
        using var phone = PhoneCore.Boot(storage, Facts);
        var screen = new ScreenLock(phone, clock);
        screen.Set("open sesame 4711");
        Assert.True(storage[PhoneLayout.UserData].Snapshot().AsSpan().IndexOf("sesame"u8) < 0);
        phone.UserData.Erase();
        Assert.False(new ScreenLock(phone, clock).IsSet);
    }

    private int Counted()
    {
        using var phone = PhoneCore.Boot(storage, Facts);
        return phone.UserData.Record.WrongScreenCodes;
    }

    private void SetCode()
    {
        using var phone = PhoneCore.Boot(storage, Facts);
        Assert.True(new ScreenLock(phone, clock).Set("4711"));
    }
}
