using Tenure.Domain.Devices;

namespace Tenure.Domain.Tests.Devices;

public sealed class DeviceClaimsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeviceId Id = new("device");

    [Fact]
    public void What_is_left_out_stays_as_it_was_said()
    {
        var claims = new DeviceClaims(Id);
        claims.Say("T1", "EU", "0=1", true, [1], Now);
        claims.Say(null, null, null, null, [2], Now.AddDays(1));

        Assert.Equal((Id, "T1", "EU", "0=1", true), (claims.DeviceId, claims.Serial, claims.Region, claims.RollbackIndexes, claims.IsUnlocked));
        Assert.Equal((2, Now.AddDays(1)), (claims.Digest[0], claims.SaidAt));

        claims.Say("T2", "US", "0=2", false, [3], Now);
        Assert.Equal(("T2", "US", "0=2", false), (claims.Serial, claims.Region, claims.RollbackIndexes, claims.IsUnlocked));
    }

    [Fact]
    public void A_modem_may_say_another_IMEI()
    {
        var imei = new ClaimedImei(Id, 2, "49015420323751");
        Assert.Equal((Id, 2, "49015420323751"), (imei.DeviceId, imei.Position, imei.Imei));
        imei.Change("35209900176148");
        Assert.Equal("35209900176148", imei.Imei);
    }

    [Fact]
    public void The_same_card_is_in_since_it_was_seen_first_and_another_one_since_now()
    {
        var holding = new HoldingId(Guid.AllBitsSet);
        var sim = new HeldSim(Id, holding, 1);
        sim.See([1, 2], "0001", "One", Now);
        sim.See([1, 2], "0001", null, Now.AddDays(1));
        Assert.Equal((Id, holding, 1, "0001", null, Now), (sim.DeviceId, sim.HoldingId, sim.Slot, sim.LastFour, sim.Network, sim.SeenAt));

        sim.See([1, 3], "0002", "Two", Now.AddDays(2));
        Assert.Equal((3, "0002", "Two", Now.AddDays(2)), (sim.Mac[1], sim.LastFour, sim.Network, sim.SeenAt));
    }
}
