using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Sahara;

namespace Tenure.Device.Phone.Emergency;

/// <summary>The programmer of virtual phones: what a host uploads to their boot ROM. The phone has the real one inside; this is the token for which it starts it.</summary>
public static class Programmer
{
    private const int HeaderSize = 64;
    private const int EntrySize = 56;
    private const int Aarch64 = 183;

    /// <summary>The image for phones of this product: an ELF of one segment.</summary>
    public static byte[] ImageFor(string product)
    {
        var text = Encoding.UTF8.GetBytes($"Tenure programmer 1 for {product}\n");
        var image = new byte[HeaderSize + EntrySize + text.Length];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(image, 0);
        Put16(16, 2);
        Put16(18, Aarch64);
        Put32(20, 1);
        Put64(32, HeaderSize);
        Put16(52, HeaderSize);
        Put16(54, EntrySize);
        Put16(56, 1);
        Put32(HeaderSize, 1);
        Put32(HeaderSize + 4, 4);
        Put64(HeaderSize + 8, HeaderSize + EntrySize);
        Put64(HeaderSize + 32, (ulong)text.Length);
        Put64(HeaderSize + 40, (ulong)text.Length);
        text.CopyTo(image, HeaderSize + EntrySize);
        return image;

        void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
        void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), value);
    }

    /// <summary>SHA-256 in lower-case hexadecimal of what a boot ROM loads of an image: header, program headers and segments in their places, zeros elsewhere.</summary>
    /// <exception cref="FormatException">Not an ELF that it would load.</exception>
    public static string DigestOf(ReadOnlySpan<byte> image)
    {
        var digest = "";
        var loader = new SaharaElfLoader(BootRom.Programmer, bytes =>
        {
            digest = Digest(bytes);
            return SaharaStatus.Success;
        });
        while (loader.Wanted is var (offset, length))
        {
            if (offset + length > image.Length || loader.Take(image.Slice((int)offset, length)) != SaharaStatus.Success)
            {
                throw new FormatException("Not an image of a programmer: no ELF that a boot ROM would load.");
            }
        }

        loader.Finish();
        return digest;
    }

    internal static string Digest(byte[] loaded) => Convert.ToHexStringLower(SHA256.HashData(loaded));
}
