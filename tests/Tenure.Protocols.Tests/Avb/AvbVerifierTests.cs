using Tenure.Protocols.Avb;

namespace Tenure.Protocols.Tests.Avb;

/// <summary>A slot of three partitions: boot is hashed, recovery chains to another key, vbmeta says so.</summary>
public sealed class AvbVerifierTests
{
    private static readonly byte[] Salt = [1, 2, 3];
    private static readonly byte[] Pinned = AvbPublicKey.From(AvbKeys.Small);

    private readonly Dictionary<string, byte[]> partitions = new(StringComparer.Ordinal);

    public AvbVerifierTests() => Make(boot: [.. Enumerable.Repeat((byte)7, 6000)], AvbSwitches.None);

    [Fact]
    public void A_good_slot_gives_its_indexes_and_properties()
    {
        var result = Verify();

        Assert.Equal(5UL, result.RollbackIndexes[0]);
        Assert.Equal(9UL, result.RollbackIndexes[2]);
        Assert.Equal(["boot", "recovery", "vbmeta"], result.Partitions.Order());
        Assert.Equal("2026-11-05", result.Property("com.android.build.boot.security_patch"));
    }

    [Fact]
    public void A_changed_partition_is_named()
    {
        partitions["boot"][17] ^= 1;
        Refused(ProtocolErrorCode.AvbVerificationFailed, "boot");
    }

    [Fact]
    public void A_missing_or_short_partition_is_named()
    {
        var boot = partitions["boot"];
        partitions["boot"] = boot[..5999];
        Refused(ProtocolErrorCode.AvbVerificationFailed, "boot");
        partitions.Remove("boot");
        Refused(ProtocolErrorCode.AvbVerificationFailed, "boot");
    }

    [Fact]
    public void Another_key_is_refused_at_the_top_and_in_a_chain()
    {
        Assert.Throws<ProtocolException>(() => new AvbVerifier(Open).Verify(AvbPublicKey.From(AvbKeys.Large)));

        var vbmeta = AvbCodec.Write(new AvbImage { RollbackIndex = 9 }, AvbKeys.Small);
        partitions["recovery"] = AvbPartition.WithFooter(new byte[100], vbmeta, 65536);
        Refused(ProtocolErrorCode.AvbVerificationFailed, "recovery");
    }

    [Theory]
    [InlineData(AvbSwitches.HashtreeDisabled)]
    [InlineData(AvbSwitches.VerificationDisabled)]
    public void An_image_that_switches_verification_off_is_refused(AvbSwitches flags)
    {
        Make([7], flags);
        Refused(ProtocolErrorCode.AvbVerificationFailed, "vbmeta");
    }

    [Fact]
    public void An_unsigned_image_is_refused_where_a_key_is_pinned()
    {
        partitions["vbmeta"] = AvbCodec.Write(new AvbImage(), null);
        Refused(ProtocolErrorCode.AvbVerificationFailed, "vbmeta");
        Assert.Equal(AvbAlgorithm.None, new AvbVerifier(Open).Verify(null).Top.Algorithm);
    }

    [Fact]
    public void A_partition_described_twice_is_refused()
    {
        var hash = AvbPartition.Hash("boot", partitions["boot"], Salt);
        partitions["vbmeta"] = AvbCodec.Write(new AvbImage { Descriptors = [hash, hash] }, AvbKeys.Small);
        Refused(ProtocolErrorCode.AvbVerificationFailed, "boot");
    }

    private void Make(byte[] boot, AvbSwitches flags)
    {
        var recovery = new byte[9000];
        var chained = AvbCodec.Write(new AvbImage { RollbackIndex = 9, Descriptors = [AvbPartition.Hash("recovery", recovery, Salt)] }, AvbKeys.Large);
        partitions["boot"] = boot;
        partitions["recovery"] = AvbPartition.WithFooter(recovery, chained, 65536);
        var top = new AvbImage
        {
            RollbackIndex = 5,
            Flags = flags,
            Descriptors =
            [
                new AvbPropertyDescriptor("com.android.build.boot.security_patch", "2026-11-05"u8.ToArray()),
                AvbPartition.Hash("boot", boot, Salt),
                new AvbChainDescriptor("recovery", 2, AvbPublicKey.From(AvbKeys.Large)),
            ],
        };
        partitions["vbmeta"] = [.. AvbCodec.Write(top, AvbKeys.Small), .. new byte[4096]];
    }

    private AvbResult Verify() => new AvbVerifier(Open).Verify(Pinned);

    private void Refused(ProtocolErrorCode code, string partition)
    {
        var refusal = Assert.Throws<ProtocolException>(Verify);
        Assert.Equal((code, partition), (refusal.Code, refusal.Field));
    }

    private MemoryStream? Open(string name) => partitions.TryGetValue(name, out var bytes) ? new MemoryStream(bytes, writable: false) : null;
}
