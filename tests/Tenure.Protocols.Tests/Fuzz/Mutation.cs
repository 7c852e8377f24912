using System.Buffers.Binary;

namespace Tenure.Protocols.Tests.Fuzz;

/// <summary>Spoils inputs, the same way for the same seed: SplitMix64 chooses.</summary>
internal sealed class Mutation(ulong seed)
{
    private static readonly byte[] Telling = [0x00, 0x01, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x5b, 0x7f, 0x80, 0x9b, 0x9f, 0xbb, 0xbf, 0xd2, 0xf6, 0xfb, 0xff];

    private ulong state = seed;

    public byte[] Next(byte[][] seeds)
    {
        var bytes = seeds[Choose(seeds.Length)].ToList();
        for (var changes = 1 + Choose(4); changes > 0; changes--)
        {
            Change(bytes, seeds);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[][] seeds)
    {
        var at = Choose(bytes.Count + 1);
        switch (Choose(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << Choose(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)Choose(256);
                break;
            case 2 when at < bytes.Count:
                bytes[at] = Telling[Choose(Telling.Length)];
                break;
            case 3:
                bytes.Insert(at, Telling[Choose(Telling.Length)]);
                break;
            case 4:
                bytes.RemoveRange(at, Choose(Math.Min(9, bytes.Count - at + 1)));
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6 when at + 8 <= bytes.Count:
                var number = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(number, NextNumber() >> Choose(64));
                bytes.RemoveRange(at, 8);
                bytes.InsertRange(at, number);
                break;
            case 7:
                var other = seeds[Choose(seeds.Length)];
                var from = Choose(other.Length);
                bytes.InsertRange(at, other[from..(from + Choose(Math.Min(64, other.Length - from)))]);
                break;
            default:
                bytes.Add((byte)Choose(256));
                break;
        }
    }

    private int Choose(int below) => (int)(NextNumber() % (ulong)below);

    private ulong NextNumber()
    {
        state += 0x9e3779b97f4a7c15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
