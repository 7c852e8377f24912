using System.Security.Cryptography;
using CsCheck;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tests.Vectors;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Firmware;

public sealed class FirmwareTests
{
    /// <summary>A package for the phones of this house.</summary>
    public static FirmwareManifest Manifest { get; } = new()
    {
        Product = "lotus",
        Version = "2.0.0",
        Regions = ["EU", "MI"],
        RollbackIndexes = new Dictionary<uint, ulong> { [0] = 3, [7] = ulong.MaxValue },
        PatchLevel = new(2026, 11, 5),
        Storage = new("ufs", 4096, [1024, 64]),
        Files = [new("images/boot.img", 16_384, Fixed.Bytes(32, 1)), new("README", 0, SHA256.HashData([]))],
        Entries =
        [
            new FirmwareErase(new(1, 0, 0)),
            new FirmwareProgram(new(0, 8, 16), Fixed.Bytes(32, 2)),
            new FirmwareProgram(new(0, -6, 5), Fixed.Bytes(32, 3)),
            new FirmwarePatch(0, "NUM_DISK_SECTORS-1.", 16, 4, "CRC32(NUM_DISK_SECTORS-1.,92)"),
            new FirmwareBootable(1),
        ],
        UserData = [new(0, 512, 0)],
    };

    private static Gen<FirmwareRange> Ranges { get; } = Gen.Select(Gen.Long[-100, 99], Gen.Long[1, 60], (first, sectors) => new FirmwareRange(0, first, sectors));

    private static PublicKeyP256[] Pinned { get; } = [PublicKeyP256.From(Fixed.ReleaseKey)];

    [Fact]
    public void A_manifest_is_read_as_it_was_signed()
    {
        var signed = FirmwareManifestCodec.Sign(Manifest, Fixed.ReleaseKey);

        Assert.Equivalent(Manifest, FirmwareManifestCodec.Verify(signed, Pinned), strict: true);
        Assert.Equivalent(Manifest, FirmwareManifestCodec.ReadUnverified(signed, out var signedBy), strict: true);
        Assert.Equal(Pinned[0].Thumbprint, signedBy);
    }

    // Anybody can turn a signature into a second one that fits: that is the same manifest.
    [Fact]
    public void A_manifest_is_named_by_what_it_says_and_not_by_its_signature()
    {
        var good = FirmwareVectors.Good;
        var digest = FirmwareManifestCodec.Digest(good.Message());

        Assert.Equal(SHA256.HashData([.. good.ProtectedHeader, .. good.Payload]), digest);
        Assert.Equal(digest, FirmwareManifestCodec.Digest(good.Message(good.OtherSignature)));
        Assert.NotEqual(digest, FirmwareManifestCodec.Digest((good with { Key = Fixed.Maker }).Message()));
    }

    [Fact]
    public void As_many_entries_and_files_as_there_may_be_fit()
    {
        var full = Manifest with
        {
            Storage = new("ufs", 4096, [5000]),
            Entries = [.. Enumerable.Range(0, FirmwareManifest.MaxEntries).Select(i => new FirmwareProgram(new(0, i, 1), Fixed.Bytes(32, (byte)i)))],
            Files = [.. Enumerable.Range(0, FirmwareManifest.MaxFiles).Select(i => new FirmwareFile($"{i:0000}" + new string('f', 251), 1, Fixed.Bytes(32, 1)))],
        };

        Assert.InRange(FirmwareManifestCodec.Sign(full, Fixed.ReleaseKey).Length, 1 << 18, FirmwareManifestCodec.MaxBytes);
    }

    [Fact]
    public void Nothing_of_more_than_a_mebibyte_is_looked_at() =>
        Assert.Equal(ProtocolErrorCode.TooLarge, Assert.Throws<ProtocolException>(() => FirmwareManifestCodec.Verify(new byte[FirmwareManifestCodec.MaxBytes + 1], Pinned)).Code);

    [Fact]
    public void What_is_counted_from_the_end_lies_behind_what_is_counted_from_the_start()
    {
        var manifest = Manifest with { Storage = new("ufs", 512, [100]), UserData = [] };
        FirmwareProgram late = new(new(0, 84, 14), new byte[32]), early = new(new(0, -88, 44), new byte[32]);
        var refused = Assert.Throws<ProtocolException>(() => FirmwareClaims.Encode(manifest with { Entries = [late, early] }));
        Assert.Equal((ProtocolErrorCode.ClaimOutOfRange, "entries"), (refused.Code, refused.Field));
        Assert.NotEmpty(FirmwareClaims.Encode(manifest with { Entries = [late, new FirmwareProgram(new(0, -2, 2), new byte[32])] }));
    }

    // Two extents that do not overlap on the smallest unit overlap on none: that is all that a manifest can be checked for.
    [Fact]
    public void Extents_that_do_not_overlap_on_the_smallest_unit_overlap_on_no_larger_one() => Gen.Select(Ranges, Ranges, Gen.Long[0, 1000]).Sample((one, other, grown) =>
    {
        var manifest = Manifest with { Storage = new("ufs", 512, [100]), Entries = [new FirmwareProgram(one, new byte[32]), new FirmwareProgram(other, new byte[32])], UserData = [] };
        if (Record.Exception(() => FirmwareClaims.Encode(manifest)) is not null)
        {
            return;
        }

        var sectors = 100 + grown;
        Assert.True(one.Fits(sectors) && other.Fits(sectors));
        Assert.True(one.FirstOf(sectors) + one.Sectors <= other.FirstOf(sectors) || other.FirstOf(sectors) + other.Sectors <= one.FirstOf(sectors));
    });

    [Fact]
    public void Whatever_is_written_is_read_again() => Gen.Select(Gen.UInt, Gen.ULong, Ranges, Gen.Int[1, 8], Gen.String[Gen.Char['a', 'z'], 1, 40]).Sample((location, index, range, size, name) =>
    {
        var manifest = Manifest with
        {
            RollbackIndexes = new Dictionary<uint, ulong> { [location] = index },
            Entries = [new FirmwareProgram(range with { First = Math.Abs(range.First) }, Fixed.Bytes(32, 9)), new FirmwarePatch(1, "3", 8, size, "0"), new FirmwareErase(new(0, -range.Sectors, 1))],
            Files = [new(name, range.Sectors, Fixed.Bytes(32, 4))],
        };
        Assert.Equivalent(manifest, FirmwareClaims.Decode(FirmwareClaims.Encode(manifest)), strict: true);
    });
}
