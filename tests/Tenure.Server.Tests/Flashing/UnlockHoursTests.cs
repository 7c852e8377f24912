using Tenure.Client.Flashing;
using Tenure.Server.Flashing;
using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

/// <summary>A model may wait longer than the others.</summary>
public abstract class UnlockHoursTests(DeviceHost host) : DeviceTests(host)
{
    internal static readonly Dictionary<string, string> Settings = new() { ["Flashing:UnlockHours"] = "24", ["Flashing:UnlockHoursOf:lotus"] = "168" };

    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_model_with_a_wait_of_its_own_waits_as_long_as_that()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var applied = await ClientOf(ada.Token).ApplyUnlockAsync(phone.Id, new ApplyUnlock(DeviceHost.Password, (await RecoveryCodesAsync(ada))[0]), Ct);
        Assert.Equal(host.Clock.GetUtcNow().AddHours(168), applied.DueAt);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(720, true)]
    [InlineData(721, false)]
    public void A_wait_that_is_none_is_said_at_the_start(int hours, bool good)
    {
        var result = new FlashOptionsCheck().Validate(null, new() { UnlockHoursOf = { ["lotus"] = hours } });
        Assert.Equal(good, result.Succeeded);
        Assert.True(good || result.FailureMessage!.Contains("Flashing:UnlockHoursOf:lotus", StringComparison.Ordinal));
    }
}
