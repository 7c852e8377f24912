using System.Security.Cryptography;
using Tenure.Device.Block;
using Tenure.Protocols.Gpt;
using Tenure.Protocols.Super;

namespace Tenure.Device.Phone.Boot;

/// <summary>What a factory writes before a phone is sold: loaders in both slots, the first system in slot a.</summary>
internal static class PhoneFactory
{
    // One for all phones that one process makes: making one takes as long as making the phone.
    private static readonly Lazy<RSAParameters> Maker = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    });

    public static RSA NewMaker() => RSA.Create(Maker.Value);

    public static MakerSystem FirstSystem(PhoneFacts facts) => new(facts.Product, facts.SystemVersion)
    {
        Regions = facts.Region is { } region ? [region] : [],
        RollbackIndex = facts.RollbackIndexes.GetValueOrDefault(0u),
        AntiIndex = facts.AntiIndex,
    };

    public static void Install(Func<PhonePartition, IPartition> open, Func<int, IPartition> openUnit, MakerSystem system, RSA maker)
    {
        var images = MakerImages.Build(system, maker);
        foreach (var name in new[] { "xbl_a", "xbl_b", "abl_a", "abl_b", "boot_a", "vbmeta_a" })
        {
            using var partition = new PartitionStream(open(PhoneLayout.Find(name)!));
            partition.Write(images[name[..^2]]);
        }

        using var super = new PartitionStream(open(PhoneLayout.Find(PhoneLayout.Super)!));
        var geometry = new SuperGeometry(65536);
        var metadata = SuperMetadata.Empty(geometry, super.Length, [new("main", (ulong)super.Length / 2)]);
        metadata = MakerImages.Logical.Aggregate(metadata, (made, name) => made.Create($"{name}_a", "main", images[name].Length, SuperAttributes.ReadOnly));
        metadata = MakerImages.Logical.Aggregate(metadata, (made, name) => made.Create($"{name}_b", "main", 0, SuperAttributes.ReadOnly));
        SuperDisk.Create(super, geometry, metadata);
        foreach (var name in MakerImages.Logical)
        {
            using var logical = new SuperStream(super, metadata.Find($"{name}_a")!);
            logical.Write(images[name]);
        }

        var slots = new PhoneSlots(openUnit);
        slots.Set("a", new GptSlotState(3, IsActive: true, Retries: 7, IsSuccessful: false, IsUnbootable: false));
        slots.Set("b", new GptSlotState(0, IsActive: false, Retries: 0, IsSuccessful: false, IsUnbootable: true));
    }
}
