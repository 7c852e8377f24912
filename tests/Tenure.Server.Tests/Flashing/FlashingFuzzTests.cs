using System.Text;
using Tenure.Client.Flashing;
using Tenure.Domain.Flashing;
using Tenure.Protocols.Tests.Fuzz;
using Tenure.Server.Flashing;

namespace Tenure.Server.Tests.Flashing;

/// <summary>What strangers send before a restore: spoilt, by the thousand in each run and by ten million in the slow one.</summary>
public sealed class FlashingFuzzTests(ITestOutputHelper output)
{
    private const string Code = "0123456789ABCDEF";

    private static readonly byte[][] Proofs = MakeProofs();

    private static readonly Dictionary<string, Reader> Readers = new(StringComparer.Ordinal)
    {
        ["proof of a computer"] = new(Proofs, ReadProof),
        ["code of a consent"] = new([Encoding.UTF8.GetBytes(Code), Encoding.UTF8.GetBytes("oi23-4567 89ab–cdef")], ReadCode),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_in_order_is_read(string name) => Assert.All(Readers[name].Seeds, seed => Assert.True(Readers[name].Read(seed)));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_spoilt_is_read_or_refused_in_one_way(string name) => Run(name, FuzzRun.Few, number: 1);

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Category", "Slow")]
    public void What_is_spoilt_ten_million_times_is_read_or_refused_in_one_way(string name) => Run(name, FuzzRun.Many, number: 2);

    private void Run(string name, int inputs, ulong number) => FuzzRun.Run(name, Readers[name].Seeds, Readers[name].Read, isSigned: false, inputs, number, output);

    private static byte[][] MakeProofs()
    {
        using var key = ComputerKey.Create();
        return
        [
            .. ((string[])["POST", "GET"]).Select(method => Encoding.ASCII.GetBytes(
                key.Prove(method, new("https://tenure.example/api/v1/restores"), "bm9uY2U", "token", "{}"u8, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)))),
        ];
    }

    // Nothing is believed that was not signed: of a signature itself there are several spellings.
    private static bool ReadProof(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        if (ComputerProof.Read(text) is null)
        {
            return false;
        }

        return Proofs.Any(proof => Signed(Encoding.Latin1.GetString(proof)) == Signed(text)) ? true : throw new InvalidOperationException("Accepted, though it was never signed.");
    }

    private static string Signed(string proof) => proof[..proof.LastIndexOf('.')];

    // What is read is one code, however it was typed.
    private static bool ReadCode(byte[] bytes)
    {
        if (ConsentCode.Read(Encoding.UTF8.GetString(bytes), out var code) is not null)
        {
            return false;
        }

        return code.Length == ConsentCode.Length && ConsentCode.Read(ConsentCode.Grouped(code), out var again) is null && again == code ? true : throw new InvalidOperationException("A code that is none.");
    }

    private sealed record Reader(byte[][] Seeds, Func<byte[], bool> Read);
}
