using CsCheck;
using Tenure.Protocols.Super;
using Tenure.Protocols.Tests.Vectors;

namespace Tenure.Protocols.Tests.Super;

public sealed class SuperTests
{
    private const int MiB = 1 << 20;

    private static readonly SuperGeometry Geometry = new(4096);

    public static TheoryData<Vector> Vectors => Vector.Data("super.txt");

    private static SuperMetadata Sample => SuperVectors.Sample;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_vector_is_read_or_refused_as_it_says(Vector vector)
    {
        var file = SuperVectors.Filled(vector.Bytes("start"), vector["size"]);
        if (vector.Refusal is { } code)
        {
            Assert.Equal(code, Assert.Throws<ProtocolException>(() => SuperDisk.ReadEmpty(file)).Code);
            return;
        }

        var metadata = SuperDisk.ReadEmpty(file).Metadata;
        Assert.Equal(vector["partitions"], string.Join(", ", metadata.Partitions.Select(partition => $"{partition.Name}={partition.Size}")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Metadata_is_read_as_it_was_written(int minor)
    {
        var metadata = Sample with { MinorVersion = minor, Flags = minor == 2 ? 1u : 0 };
        using var super = new MemoryStream();
        SuperDisk.Create(super, Geometry, metadata);

        Assert.Equal(Geometry, SuperDisk.ReadGeometry(super));
        Assert.Equivalent(metadata, SuperDisk.Read(super, 0), strict: true);
        Assert.Equivalent(metadata, SuperDisk.Read(super, 1), strict: true);
        Assert.Equivalent(metadata, SuperDisk.ReadEmpty(SuperDisk.WriteEmpty(Geometry, metadata)).Metadata, strict: true);
        Assert.Throws<ProtocolException>(() => SuperDisk.Read(super, 2));
    }

    [Fact]
    public void Slots_change_alone_and_copies_are_read_when_the_first_is_broken()
    {
        using var super = new MemoryStream();
        SuperDisk.Create(super, Geometry, Sample);
        SuperDisk.Update(super, 1, Sample.Delete("vendor"));

        Assert.NotNull(SuperDisk.Read(super, 0).Find("vendor"));
        Assert.Null(SuperDisk.Read(super, 1).Find("vendor"));

        foreach (var at in new[] { 4096 + 20, 12288 + 200 })
        {
            super.Position = at;
            super.WriteByte(99);
            Assert.Equivalent(Sample, SuperDisk.Read(super, 0), strict: true);
        }

        super.Position = 8192 + 20;
        super.WriteByte(99);
        Assert.Equal(ProtocolErrorCode.SuperBroken, Assert.Throws<ProtocolException>(() => SuperDisk.Read(super, 0)).Code);
    }

    [Fact]
    public void Every_changed_byte_of_metadata_is_noticed()
    {
        var file = SuperDisk.WriteEmpty(Geometry, Sample);
        for (var at = 0; at < file.Length; at++)
        {
            if (at is >= 52 and < 4096)
            {
                continue; // Behind the geometry its block is empty.
            }

            file[at] ^= 1;
            Assert.Throws<ProtocolException>(() => SuperDisk.ReadEmpty(file));
            file[at] ^= 1;
        }
    }

    [Fact]
    public void Partitions_begin_aligned_grow_where_there_is_room_and_keep_their_first_bytes()
    {
        var empty = SuperMetadata.Empty(Geometry, 16 * MiB, [new("main", 6 * MiB)]);
        var two = empty.Create("system", "main", MiB + 1).Create("vendor", "main", 2 * MiB, SuperAttributes.ReadOnly);
        var grown = two.Resize("system", 3 * MiB);

        Assert.Equal(MiB + 4096, two.Find("system")!.Size);
        Assert.All(grown.Partitions.SelectMany(partition => partition.Extents), extent => Assert.Equal(0UL, extent.Start!.Value * 512 % MiB));
        Assert.Equal(two.Find("system")!.Extents[0], grown.Find("system")!.Extents[0]);
        Assert.Equal(3 * MiB, grown.Find("system")!.Size);
        Assert.Equal(two.Find("system")!.Extents, grown.Resize("system", MiB + 1).Find("system")!.Extents);
        Assert.Empty(grown.Resize("system", 0).Find("system")!.Extents);
        Assert.Equal(empty.FreeBytes, two.Delete("system").Delete("vendor").FreeBytes);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var empty = SuperMetadata.Empty(Geometry, 16 * MiB, [new("main", 6 * MiB)]);
        var refused = new Action[]
        {
            () => empty.Create("system", "main", 7 * MiB),
            () => empty.Create("system", "none", 1),
            () => empty.Create("system", SuperGroup.Default, 16 * MiB),
            () => empty.Create("system", "main", -1),
            () => empty.Create("system", "main", long.MaxValue),
            () => empty.Create("", "main", 1),
            () => empty.Create("a b", "main", 1),
            () => empty.Create(new string('x', 37), "main", 1),
            () => empty.Create("a", "main", 1).Create("a", "main", 1),
            () => empty.Resize("system", 1),
            () => empty.Delete("system"),
        };

        Assert.All(refused, act => Assert.Equal(ProtocolErrorCode.SuperBroken, Assert.Throws<ProtocolException>(act).Code));
    }

    // Whatever is made, deleted and resized: nothing overlaps, and writing and reading it gives the same.
    [Fact]
    public void Any_sequence_of_changes_leaves_sound_metadata() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 6], Gen.Int[0, 5 * MiB]).Array[1, 40].Sample(steps =>
    {
        var metadata = SuperMetadata.Empty(Geometry, 24 * MiB, [new("main", 18 * MiB)]);
        foreach (var (what, which, bytes) in steps)
        {
            try
            {
                metadata = what switch
                {
                    0 => metadata.Create($"p{which}", "main", bytes),
                    1 => metadata.Delete($"p{which}"),
                    _ => metadata.Resize($"p{which}", bytes),
                };
            }
            catch (ProtocolException)
            {
                // No room, or no such partition.
            }
        }

        Assert.Equivalent(metadata, SuperDisk.ReadEmpty(SuperDisk.WriteEmpty(Geometry, metadata)).Metadata, strict: true);
    }, iter: 200);
}
