using System.Buffers.Binary;
using System.Net.Sockets;
using CsCheck;
using Tenure.Device.Tpm;
using Tenure.Testing;

namespace Tenure.Device.Tests.Tpm;

public sealed class TpmCounterTests
{
    private const uint Owner = 0x40000001;

    [Fact]
    public async Task It_rises_by_one_and_survives_the_TPMs_power_off()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        ulong first;
        using (var line = TpmLine.Open(tpm.Path))
        {
            var counter = TpmCounter.Open(line);
            first = counter.Read();
            Assert.Equal((first + 1, first + 2, first + 2), (counter.Increment(), counter.Increment(), counter.Read()));
        }

        await tpm.StopAsync();
        await tpm.StartAsync();
        using var again = TpmLine.Open(tpm.Path);
        var kept = TpmCounter.Open(again);
        Assert.Equal(first + 2, kept.Read());
    }

    [Fact]
    public async Task Who_removes_it_and_makes_it_anew_does_not_get_back_to_a_value_that_was()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        using var line = TpmLine.Open(tpm.Path);
        var counter = TpmCounter.Open(line);
        for (var i = 0; i < 5; i++)
        {
            counter.Increment();
        }

        var last = counter.Read();
        Assert.Equal(0u, CodeOf(line.Exchange(Authorised(0x122, Owner, TpmCounter.Index))));
        var other = TpmCounter.Open(line);
        Assert.True(other.Read() > last, $"{other.Read()} after {last}");
    }

    [Fact]
    public async Task Cut_between_its_making_and_its_first_count_it_counts_at_the_next_start()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        using var line = TpmLine.Open(tpm.Path);
        Assert.Equal(0u, CodeOf(line.Exchange(Define(attributes: 0x0206_0016))));
        var counter = TpmCounter.Open(line);
        Assert.True(counter.Read() > 0);
    }

    [Fact]
    public async Task What_can_be_written_back_is_no_counter()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        using var line = TpmLine.Open(tpm.Path);
        Assert.Equal(0u, CodeOf(line.Exchange(Define(attributes: 0x0206_0006))));
        var refused = Assert.Throws<TpmException>(() => TpmCounter.Open(line));
        Assert.Null(refused.Code);
    }

    [Fact]
    public async Task A_mark_is_set_once_and_survives_the_TPMs_power_off()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        using (var line = TpmLine.Open(tpm.Path))
        {
            var mark = TpmMark.Open(line);
            Assert.False(mark.IsSet);
            mark.Set();
            mark.Set();
            Assert.True(mark.IsSet);
        }

        await tpm.StopAsync();
        await tpm.StartAsync();
        using var again = TpmLine.Open(tpm.Path);
        Assert.True(TpmMark.Open(again).IsSet);
    }

    [Fact]
    public void Where_there_is_no_TPM_it_says_so()
    {
        Assert.Throws<TpmException>(() => TpmLine.Open("/dev/no-such-tpm"));
        Assert.Throws<TpmException>(() => TpmLine.Open(Path.Combine(Path.GetTempPath(), "no-such-socket")));
        Assert.Throws<TpmException>(() => TpmLine.Open("/" + new string('x', 300)));
    }

    // What answers may be anything: a broken chip, or a thief's board in its place.
    [Fact]
    public void An_answer_that_no_TPM_gives_ends_in_its_exception_and_in_nothing_else() => Gen.Byte.Array[0, 64].Sample(
        answer =>
        {
            using var liar = new Liar(answer);
            using var line = TpmLine.Open(liar.Path);
            try
            {
                TpmCounter.Open(line).Read();
            }
            catch (TpmException)
            {
                return;
            }

            Assert.Fail("It was believed.");
        },
        iter: 300);

    [Fact]
    public void An_answer_with_a_right_header_and_nonsense_behind_it_is_not_believed() => Gen.Byte.Array[0, 40].Sample(
        body =>
        {
            var answer = new byte[10 + body.Length];
            BinaryPrimitives.WriteUInt16BigEndian(answer, 0x8002);
            BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(2), (uint)answer.Length);
            body.CopyTo(answer, 10);
            using var liar = new Liar(answer);
            using var line = TpmLine.Open(liar.Path);
            Assert.Throws<TpmException>(() => TpmCounter.Open(line));
        },
        iter: 300);

    private static uint CodeOf(byte[] answer) => BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(6));

    // TPM2_NV_DefineSpace with an empty password: an index of eight bytes with these attributes.
    private static byte[] Define(uint attributes)
    {
        var parameters = new byte[18];
        BinaryPrimitives.WriteUInt16BigEndian(parameters.AsSpan(2), 14);
        BinaryPrimitives.WriteUInt32BigEndian(parameters.AsSpan(4), TpmCounter.Index);
        BinaryPrimitives.WriteUInt16BigEndian(parameters.AsSpan(8), 0x000B);
        BinaryPrimitives.WriteUInt32BigEndian(parameters.AsSpan(10), attributes);
        BinaryPrimitives.WriteUInt16BigEndian(parameters.AsSpan(16), 8);
        return [.. Authorised(0x12A, [Owner], parameters)];
    }

    private static byte[] Authorised(uint code, params uint[] handles) => Authorised(code, handles, []);

    private static byte[] Authorised(uint code, uint[] handles, byte[] parameters)
    {
        List<byte> bytes = [0x80, 0x02, .. U32((uint)(10 + (4 * handles.Length) + 13 + parameters.Length)), .. U32(code)];
        bytes.AddRange(handles.SelectMany(U32));
        bytes.AddRange([.. U32(9), .. U32(0x40000009), 0, 0, 0, 0, 0]);
        bytes.AddRange(parameters);
        return [.. bytes];
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Answers every command with the same bytes, then hangs up.</summary>
    private sealed class Liar : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("tenure-liar").FullName;
        private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        public Liar(byte[] answer)
        {
            socket.Bind(new UnixDomainSocketEndPoint(Path));
            socket.Listen();
            _ = Task.Run(async () =>
            {
                using var caller = await socket.AcceptAsync();
                await caller.ReceiveAsync(new byte[4096]);
                if (answer.Length > 0)
                {
                    await caller.SendAsync(answer);
                }
            });
        }

        public string Path => System.IO.Path.Combine(folder, "tpm");

        public void Dispose()
        {
            socket.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }
}
