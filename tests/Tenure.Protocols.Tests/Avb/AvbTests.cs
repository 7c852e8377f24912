using System.Security.Cryptography;
using CsCheck;
using Tenure.Protocols.Avb;
using Tenure.Protocols.Tests.Vectors;
using Tenure.Testing;

namespace Tenure.Protocols.Tests.Avb;

public sealed class AvbTests
{
    public static TheoryData<int, bool> Kinds => new() { { 2048, false }, { 2048, true }, { 4096, false }, { 4096, true } };

    public static TheoryData<Vector> Vectors => Vector.Data("avb.txt");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_vector_is_read_or_refused_as_it_says(Vector vector)
    {
        if (vector.Refusal is { } code)
        {
            Assert.Equal(code, Assert.Throws<ProtocolException>(() => AvbCodec.Read(vector.Bytes("image"))).Code);
            return;
        }

        var image = AvbCodec.Read(vector.Bytes("image"));
        Assert.Equal(vector["algorithm"], image.Algorithm.ToString());
        Assert.Equal(vector["rollback"], $"{image.RollbackIndex}");
        Assert.Equal(vector["descriptors"], string.Join(", ", image.Descriptors.Select(descriptor => descriptor.GetType().Name)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_image_is_read_as_it_was_written(int bits, bool isLong)
    {
        var key = bits == 2048 ? AvbKeys.Small : AvbKeys.Large;
        var written = AvbCodec.Write(AvbVectors.Full, key, isLong ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);

        var read = AvbCodec.Read(written);

        Assert.Equivalent(AvbVectors.Full with { Algorithm = read.Algorithm, PublicKey = AvbPublicKey.From(key) }, read, strict: true);
        Assert.Equal(written, AvbCodec.Write(read, key, isLong ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256));
    }

    [Fact]
    public void Every_changed_byte_of_a_signed_image_is_refused()
    {
        var bytes = AvbCodec.Write(AvbVectors.Full, AvbKeys.Small);
        var signedEnd = 256 + 32 + 256;
        for (var at = 0; at < bytes.Length; at++)
        {
            // Behind hash and signature their block is filled up, and nobody signs that.
            if (at >= signedEnd && at < 256 + 320)
            {
                continue;
            }

            bytes[at] ^= 1;
            Assert.Throws<ProtocolException>(() => AvbCodec.Read(bytes));
            bytes[at] ^= 1;
        }
    }

    [Fact]
    public void An_image_cut_anywhere_is_refused()
    {
        var bytes = AvbCodec.Write(AvbVectors.Full, AvbKeys.Small);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ProtocolException>(() => AvbCodec.Read(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_key_whose_parts_do_not_belong_together_is_none()
    {
        var bytes = AvbPublicKey.From(AvbKeys.Small);
        using (var read = AvbPublicKey.Read(bytes))
        {
            Assert.Equal(AvbKeys.Small.ExportParameters(false).Modulus, read.ExportParameters(false).Modulus);
        }

        foreach (var at in new[] { 0, 3, 4, 7, 8, 100, 8 + 255, 8 + 256, bytes.Length - 1 })
        {
            bytes[at] ^= 1;
            Assert.Throws<ProtocolException>(() => AvbPublicKey.Read(bytes));
            bytes[at] ^= 1;
        }
    }

    [Fact]
    public void Any_text_and_bytes_of_a_property_come_back() => Gen.Select(Gen.String[Gen.Char['a', 'z'], 0, 40], Gen.Byte.Array[0, 300]).Sample((key, value) =>
    {
        var read = AvbCodec.Read(AvbCodec.Write(new AvbImage { Descriptors = [new AvbPropertyDescriptor(key, value)] }, null));
        var property = Assert.IsType<AvbPropertyDescriptor>(Assert.Single(read.Descriptors));
        Assert.Equal(key, property.Key);
        Assert.Equal(value, property.Value.ToArray());
    }, iter: 200);

    [Fact]
    public void A_footer_is_read_as_it_was_written_and_never_points_outside()
    {
        var partition = AvbPartition.WithFooter(new byte[5000], new byte[300], 16384);
        Assert.Equal(new AvbFooter(5000, 8192, 300), AvbFooter.Read(partition.AsSpan(^64..), partition.Length));
        Assert.Null(AvbFooter.Read(new byte[64], 16384));
        Assert.Throws<ArgumentException>(() => AvbPartition.WithFooter(new byte[5000], new byte[5000], 16384));
        foreach (var footer in new AvbFooter[] { new(0, 16384, 1), new(0, 0, 16384), new(0, ulong.MaxValue, 2), new(9000, 8192, 300), new(0, 0, ulong.MaxValue) })
        {
            Assert.Throws<ProtocolException>(() => AvbFooter.Read(footer.Write(), 16384));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Peer", Peer.OpenSsl)]
    public async Task OpenSsl_verifies_our_signature_and_makes_the_same(int bits, bool isLong)
    {
        var tool = Tool.OpenSsl();
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            var key = bits == 2048 ? AvbKeys.Small : AvbKeys.Large;
            var image = AvbCodec.Write(AvbVectors.Full, key, isLong ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
            var digest = isLong ? 64 : 32;
            var authentication = (digest + (bits / 8) + 63) / 64 * 64;
            var signature = image[(256 + digest)..(256 + digest + (bits / 8))];
            await File.WriteAllBytesAsync(At("signed"), [.. image[..256], .. image[(256 + authentication)..]], ct);
            await File.WriteAllBytesAsync(At("signature"), signature, ct);
            await File.WriteAllTextAsync(At("key.pem"), key.ExportPkcs8PrivateKeyPem(), ct);
            await File.WriteAllTextAsync(At("public.pem"), key.ExportSubjectPublicKeyInfoPem(), ct);
            var hash = isLong ? "-sha512" : "-sha256";

            var verified = await tool.RunAsync(["dgst", hash, "-verify", At("public.pem"), "-signature", At("signature"), At("signed")], ct);
            var made = await tool.RunAsync(["dgst", hash, "-sign", At("key.pem"), "-out", At("made"), At("signed")], ct);

            Assert.Contains("Verified OK", verified.Text, StringComparison.Ordinal);
            Assert.Equal(0, made.ExitCode);
            Assert.Equal(signature, await File.ReadAllBytesAsync(At("made"), ct));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
