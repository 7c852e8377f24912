using Tenure.Domain.Devices;

namespace Tenure.Domain.Tests.Devices;

public sealed class ManifestTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_key_is_pinned_until_it_is_removed_and_can_be_pinned_again()
    {
        var key = new MakerKey("key", "Example", [1], Now);
        Assert.Equal(("key", "Example", 1, Now, null), (key.Id, key.Maker, key.PublicKey[0], key.AddedAt, key.RemovedAt));
        key.Remove(Now.AddDays(1));
        key.Remove(Now.AddDays(2));
        Assert.Equal(Now.AddDays(1), key.RemovedAt);
        key.Pin("Other name");
        Assert.Equal(("Other name", null), (key.Maker, key.RemovedAt));
    }

    [Fact]
    public void A_manifest_is_the_same_only_with_the_same_key_and_records()
    {
        var manifest = new FactoryManifest("id", "Example", "key", 3, [1, 2], Now);
        Assert.Equal(("id", "Example", 3, Now), (manifest.Id, manifest.Maker, manifest.Devices, manifest.ImportedAt));
        Assert.True(manifest.IsSameAs("key", [1, 2]));
        Assert.False(manifest.IsSameAs("other", [1, 2]));
        Assert.False(manifest.IsSameAs("key", [1, 3]));
    }

    [Fact]
    public void A_manifest_that_was_withdrawn_can_be_taken_in_again()
    {
        var manifest = new FactoryManifest("id", "Example", "key", 3, [1], Now);
        manifest.Withdraw(Now.AddDays(1));
        manifest.Withdraw(Now.AddDays(2));
        Assert.Equal(Now.AddDays(1), manifest.WithdrawnAt);
        manifest.ImportAgain("Renamed", Now.AddDays(3));
        Assert.Equal(("Renamed", Now.AddDays(3), null), (manifest.Maker, manifest.ImportedAt, manifest.WithdrawnAt));
    }

    [Fact]
    public void What_is_said_again_is_counted()
    {
        var duplicate = new DeviceDuplicate(new DeviceId("one"), new DeviceId("two"), DuplicateField.Imei, Now);
        duplicate.SayAgain(Now.AddHours(1));
        Assert.Equal(("one", "two", DuplicateField.Imei), (duplicate.DeviceId.Value, duplicate.Claimant.Value, duplicate.Field));
        Assert.Equal((Now, Now.AddHours(1), 2), (duplicate.FirstAt, duplicate.LastAt, duplicate.Times));
    }
}
