using System.Diagnostics;
using System.Security.Cryptography;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tests.Vectors;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Manifests;

public sealed class ManifestTests(ITestOutputHelper output)
{
    private static readonly PublicKeyP256[] Pinned = [Fixed.RootKey, PublicKeyP256.From(Fixed.Maker)];

    [Fact]
    public void A_manifest_is_read_as_it_was_signed()
    {
        var manifest = Write(ManifestVectors.Records, out var head);

        var (read, records) = Read(manifest);

        Assert.Equivalent(head, read, strict: true);
        Assert.Equal((3u, PublicKeyP256.From(Fixed.Maker).Thumbprint), (read.Devices, read.SignedBy));
        Assert.Equivalent(ManifestVectors.Records, records, strict: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void It_is_read_from_a_stream_that_gives_few_bytes_at_once(int size)
    {
        var records = Many(400);
        using var reader = new ManifestReader(new SlowStream(Write(records, out _), size), Pinned);
        Assert.Equivalent(records, All(reader), strict: true);
    }

    [Fact]
    public void Two_manifests_of_the_same_devices_have_two_ids()
    {
        Write(ManifestVectors.Records, out var one);
        Write(ManifestVectors.Records, out var two);
        Assert.NotEqual(one.Id, two.Id);
        Assert.Equal(one.Digest, two.Digest);
    }

    [Fact]
    public void A_manifest_signed_by_a_key_that_is_not_pinned_is_refused_before_its_records()
    {
        var refused = Assert.Throws<ProtocolException>(() => new ManifestReader(new MemoryStream(Write(ManifestVectors.Records, out _)), [Fixed.RootKey]));
        Assert.Equal(ProtocolErrorCode.UnknownSigner, refused.Code);
    }

    [Fact]
    public void Records_that_were_left_out_put_in_changed_or_moved_are_seen()
    {
        var manifest = Write(ManifestVectors.Records, out _);
        var sizes = ManifestVectors.Records.Select(r => r.Encode().Length).ToArray();
        var head = manifest[..^sizes.Sum()];
        byte[] first = ManifestVectors.Records[0].Encode(), second = ManifestVectors.Records[1].Encode(), third = ManifestVectors.Records[2].Encode();
        var changed = (ManifestVectors.Records[2] with { Serial = "T1-9999" }).Encode();

        Assert.Equal(ProtocolErrorCode.Malformed, CodeOf([.. head, .. first, .. second]));
        Assert.Equal(ProtocolErrorCode.Malformed, CodeOf([.. head, .. first, .. second, .. third, .. third]));
        Assert.Equal(ProtocolErrorCode.SignatureWrong, CodeOf([.. head, .. first, .. second, .. changed]));
        Assert.Equal(ProtocolErrorCode.SignatureWrong, CodeOf([.. head, .. second, .. first, .. third]));
        Assert.Equal(ProtocolErrorCode.SignatureWrong, CodeOf([.. head, .. first, .. second, .. second]));
    }

    [Fact]
    public void Every_byte_counts()
    {
        var manifest = Write(ManifestVectors.Records, out _);
        for (var at = 0; at < manifest.Length; at++)
        {
            var spoilt = manifest.ToArray();
            spoilt[at] ^= 1;
            Assert.NotNull(CodeOf(spoilt));
            Assert.NotNull(CodeOf(manifest[..at]));
        }
    }

    [Fact]
    public void A_manifest_without_a_device_cannot_be_signed()
    {
        using var records = new MemoryStream();
        using var writer = new ManifestWriter(records);
        Assert.Equal(ProtocolErrorCode.ClaimOutOfRange, Assert.Throws<ProtocolException>(() => writer.Sign(new MemoryStream(), Fixed.Maker)).Code);
    }

    [Fact]
    public void The_largest_record_fits()
    {
        var wide = new string('€', 21) + "x";
        var record = new ManifestRecord
        {
            Device = Fixed.DeviceKey.Thumbprint,
            Serial = wide,
            Model = wide,
            Imeis = [.. Enumerable.Range(0, 4).Select(i => Imei.FromDigits($"4901542032375{i}"))],
            Region = "0123456789abcdef",
            RollbackIndexes = Enumerable.Range(0, 32).ToDictionary(i => uint.MaxValue - (uint)i, _ => ulong.MaxValue),
        };
        Assert.InRange(record.Encode().Length, 600, ManifestRecord.MaxBytes);
        Assert.Equivalent(record, Assert.Single(Read(Write([record], out _)).Records), strict: true);
    }

#if !MUTATION
    [Fact]
    [Trait("Category", "Slow")]
    public void A_million_devices_are_read_in_little_memory()
    {
        var path = Path.GetTempFileName();
        try
        {
            var watch = Stopwatch.StartNew();
            using (var manifest = File.Create(path))
            using (var records = File.Create(path + ".records", 64 * 1024, FileOptions.DeleteOnClose))
            using (var writer = new ManifestWriter(records))
            {
                foreach (var record in Generate(1_000_000))
                {
                    writer.Add(record);
                }

                writer.Sign(manifest, Fixed.Maker);
            }

            output.WriteLine($"written: {new FileInfo(path).Length} bytes, {watch.Elapsed}");
            watch.Restart();
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            using var reader = new ManifestReader(stream, Pinned);
            var (read, most) = (0, 0L);
            while (reader.Next() is not null)
            {
                if (++read % 100_000 == 0)
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                }
            }

            output.WriteLine($"read: {watch.Elapsed}, at most {most} bytes");
            Assert.Equal(1_000_000, read);
            Assert.InRange(most, 0, 32 * 1024 * 1024);
        }
        finally
        {
            File.Delete(path);
        }
    }
#endif

    internal static byte[] Write(IEnumerable<ManifestRecord> devices, out ManifestHead head)
    {
        using var records = new MemoryStream();
        using var writer = new ManifestWriter(records);
        foreach (var device in devices)
        {
            writer.Add(device);
        }

        using var manifest = new MemoryStream();
        head = writer.Sign(manifest, Fixed.Maker);
        return manifest.ToArray();
    }

    private static List<ManifestRecord> Many(int count) => [.. Generate(count)];

    private static IEnumerable<ManifestRecord> Generate(int count) => Enumerable.Range(1, count).Select(i => new ManifestRecord
    {
        Device = KeyThumbprint.FromBytes(SHA256.HashData(BitConverter.GetBytes(i))),
        Serial = $"T1-{i:0000000}",
        Model = "Tenure One",
        Imeis = [Imei.FromDigits($"004999{i:00000000}"), Imei.FromDigits($"004998{i:00000000}")],
        Region = "EU",
        RollbackIndexes = new Dictionary<uint, ulong> { [0] = 1 },
    });

    private static (ManifestHead Head, List<ManifestRecord> Records) Read(byte[] manifest)
    {
        using var reader = new ManifestReader(new MemoryStream(manifest), Pinned);
        var records = All(reader);
        Assert.Equal(manifest.Length, reader.Position);
        return (reader.Head, records);
    }

    private static List<ManifestRecord> All(ManifestReader reader)
    {
        var records = new List<ManifestRecord>();
        while (reader.Next() is { } record)
        {
            records.Add(record);
        }

        return records;
    }

    private static ProtocolErrorCode? CodeOf(byte[] manifest)
    {
        try
        {
            Read(manifest);
            return null;
        }
        catch (ProtocolException e)
        {
            return e.Code;
        }
    }

    private sealed class SlowStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(size, count));
    }
}
