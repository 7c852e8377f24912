using System.Diagnostics;
using System.Security.Cryptography;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Signing;
using Tenure.Server.Tests.Keys;
using Tenure.Testing;

namespace Tenure.Server.Tests.Crash;

/// <summary>Signers are rotated while tickets are signed, and both the rotation and the signer are killed again and again: every ticket is whole and good, and no signer is half there.</summary>
public sealed class RotationCrashTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_rotation_that_is_killed_leaves_whole_signers() => RunAsync(kills: 8);

    [Fact]
    [Trait("Category", "Slow")]
    public Task A_rotation_that_is_killed_200_times_leaves_whole_signers() => RunAsync(kills: 200);

    private async Task RunAsync(int kills)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var bench = await DeskBench.OpenAsync();
        await bench.StopAsync();
        var socket = Path.Combine(Path.GetDirectoryName(bench.Roots)!, "socket");
        await using var line = new SignerSocket(socket);
        var rotation = await TimeOfARotationAsync(bench, ct);
        var (tickets, half, highest) = (0, 0, 1u);
        var signer = Serve(bench, socket);
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                using var turning = Rotate(bench);
                var killed = KillAsync(turning, rotation * (RandomNumberGenerator.GetInt32(10, 110) / 100.0), ct);
                if (kill % 3 == 2)
                {
                    // The signer dies, too, and the next one takes over its socket and its ledger.
                    await Task.Delay(RandomNumberGenerator.GetInt32(1, 60), ct);
                    signer.Kill();
                    signer.Dispose();
                    signer = Serve(bench, socket);
                }

                while (!killed.IsCompleted)
                {
                    highest = Math.Max(highest, await AskAsync(bench, line, highest, ct) ?? highest);
                    tickets++;
                }

                half += await killed ? 1 : 0;
                foreach (var purpose in KeyNames.Signers)
                {
                    var (key, certificate) = new KeyFolder(bench.Keys).ReadSigner(purpose);
                    using var _ = key;
                    Assert.Equal(PublicKeyP256.From(key), SignerCertificateCodec.Verify(certificate, [.. KeyNames.Roots.Select(new KeyFolder(bench.Keys).ReadPublic)]).Key);
                }
            }
        }
        finally
        {
            signer.Kill();
            signer.Dispose();
        }

        await bench.SeenAsync();
        output.WriteLine($"{kills} rotations, {half} of them killed; {tickets} tickets asked for meanwhile; generation {highest} at the end");
        Assert.True(tickets > 0);
    }

    // The next ticket: of the highest generation so far, or a higher one. Nothing when the signer was killed just then.
    private static async Task<uint?> AskAsync(DeskBench bench, SignerSocket line, uint lowest, CancellationToken ct)
    {
        try
        {
            var answer = SignerAnswerCodec.Decode(await line.ExchangeAsync(SignerRequestCodec.Encode(bench.Hold()), ct));
            Assert.Null(answer.Refusal);
            var signer = bench.SignerOf(answer);
            TicketCodec.Verify(SignedTicketCodec.Decode(answer.Content).Ticket, signer.Key);
            Assert.True(signer.Generation >= lowest, $"{signer.Generation} after {lowest}");
            return signer.Generation;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<TimeSpan> TimeOfARotationAsync(DeskBench bench, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        using var turning = Rotate(bench);
        await turning.WaitForExitAsync(ct);
        Assert.Equal(0, turning.ExitCode);
        return watch.Elapsed;
    }

    private static Process Serve(DeskBench bench, string socket) => Process.Start(
        new ProcessStartInfo(Programs.Server, ["signer", "--keys", bench.Keys, "--socket", socket, "--hold-per-hour", "100000", "--release-per-hour", "100000"]) { RedirectStandardOutput = true })!;

    private static Process Rotate(DeskBench bench) =>
        Process.Start(new ProcessStartInfo(Programs.Server, ["keys", "rotate", "--roots", bench.Roots, "--keys", bench.Keys, "--json"]) { RedirectStandardOutput = true })!;

    // Whether it was killed before it was done.
    private static async Task<bool> KillAsync(Process process, TimeSpan after, CancellationToken ct)
    {
        await Task.Delay(after, ct);
        process.Kill();
        await process.WaitForExitAsync(ct);
        return process.ExitCode != 0;
    }
}
