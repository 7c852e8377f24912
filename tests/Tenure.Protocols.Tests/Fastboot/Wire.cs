using System.Buffers.Binary;
using System.Text;

namespace Tenure.Protocols.Tests.Fastboot;

/// <summary>Bytes of fastboot over TCP, made without the code under test.</summary>
internal static class Wire
{
    public static byte[] Handshake => "FB01"u8.ToArray();

    public static byte[] Frame(string text) => Frame(Encoding.ASCII.GetBytes(text));

    public static byte[] Frame(ReadOnlySpan<byte> bytes) => [.. Length((ulong)bytes.Length), .. bytes];

    public static byte[] Length(ulong length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, length);
        return bytes;
    }

    /// <summary>Reads the handshake and then reply after reply until the peer closes.</summary>
    public static async Task<List<string>> ReadRepliesAsync(Stream stream)
    {
        var ct = TestContext.Current.CancellationToken;
        var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all, ct);
        }
        catch (IOException)
        {
            // A device that closes with our bytes unread resets the connection; what it said before still counts.
        }

        var replies = new List<string>();
        for (var rest = all.ToArray().AsSpan(); rest.Length > 4;)
        {
            rest = replies.Count == 0 && rest.StartsWith("FB01"u8) ? rest[4..] : rest;
            var length = (int)BinaryPrimitives.ReadUInt64BigEndian(rest);
            replies.Add(Encoding.UTF8.GetString(rest.Slice(8, length)));
            rest = rest[(8 + length)..];
        }

        return replies;
    }
}
