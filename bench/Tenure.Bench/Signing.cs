using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;

namespace Tenure.Bench;

/// <summary>How many tickets a second the signer gives, as a process of its own with its ledger on the medium, and what it costs.</summary>
internal static class Signing
{
    private const string Issuer = "https://tenure.example/";
    private const int WarmUp = 2000;
    private const int Tickets = 5000;
    private const int Rounds = 5;
    private const int Connections = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(string server, string folder, CancellationToken ct)
    {
        using (var ceremony = Process.Start(new ProcessStartInfo(server, ["keys", "ceremony", "--out", folder, "--issuer", Issuer]) { RedirectStandardOutput = true })!)
        {
            await ceremony.StandardOutput.ReadToEndAsync(ct);
            await ceremony.WaitForExitAsync(ct);
        }

        var keys = Path.Combine(folder, "signer");
        using var root = ECDsa.Create();
        root.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(keys, "root-active.pub"), ct));
        var audience = PublicKeyP256.From(root).Thumbprint;
        var path = Path.Combine(folder, "s");
        using var signer = Process.Start(new ProcessStartInfo(server, ["signer", "--keys", keys, "--socket", path, "--hold-per-hour", "100000"]) { RedirectStandardOutput = true })!;
        try
        {
            signer.OutputDataReceived += (_, _) => { };
            signer.BeginOutputReadLine();
            var lines = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectAsync(path, ct)));
            await Task.Delay(TimeSpan.FromSeconds(3), ct);
            signer.Refresh();
            var idle = signer.WorkingSet64 / 1048576.0;

            await AskAllAsync(lines, Make(WarmUp, audience), ct);
            List<double> rounds = [];
            var cpu = TimeSpan.Zero;
            for (var round = 0; round < Rounds; round++)
            {
                var requests = Make(Tickets, audience);
                signer.Refresh();
                var (before, watch) = (signer.TotalProcessorTime, Stopwatch.StartNew());
                await AskAllAsync(lines, requests, ct);
                rounds.Add(Tickets / watch.Elapsed.TotalSeconds);
                signer.Refresh();
                cpu += signer.TotalProcessorTime - before;
            }

            signer.Refresh();
            return
            [
                new("Tickets from the signer's process", rounds.Median(), "per second", Detail: string.Create(
                    CultureInfo.InvariantCulture,
                    $"evidence verified, written down and synced, signed; {Connections} connections; {cpu.TotalMilliseconds / Rounds / Tickets:0.00} ms of CPU each; median of {Rounds} times {Tickets}")),
                new("The signer's process: memory idle", idle, "MB", Detail: string.Create(
                    CultureInfo.InvariantCulture, $"resident, 3 s after {Connections} connections; {signer.WorkingSet64 / 1048576.0:0} MB after {WarmUp + (Rounds * Tickets)} tickets, whose evidence it remembers for two hours")),
            ];
        }
        finally
        {
            signer.Kill();
            await signer.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<NetworkStream> ConnectAsync(string path, CancellationToken ct)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (watch.Elapsed < Patience)
            {
                socket.Dispose();
                await Task.Delay(20, ct);
            }
        }
    }

    // On each line one after the other, as the server does it.
    private static Task AskAllAsync(NetworkStream[] lines, List<byte[]> requests, CancellationToken ct) => Task.WhenAll(lines.Select(async (line, number) =>
    {
        for (var i = number; i < requests.Count; i += lines.Length)
        {
            await SignerFrame.WriteAsync(line, requests[i], ct);
            var answer = await SignerFrame.ReadAsync(line, Patience, ct) ?? throw new InvalidOperationException("The signer went away.");
            if (SignerAnswerCodec.Decode(answer).Refusal is { } refusal)
            {
                throw new InvalidOperationException($"The signer refused: {refusal}.");
            }
        }
    }));

    private static List<byte[]> Make(int count, KeyThumbprint audience)
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = PublicKeyP256.From(device);
        return [.. Enumerable.Range(0, count).Select(_ => SignerRequestCodec.Encode(Ask(device, key, audience)))];
    }

    private static TicketRequest Ask(ECDsa device, PublicKeyP256 key, KeyThumbprint audience)
    {
        var evidence = EvidenceCodec.Sign(
            new Evidence
            {
                Purpose = EvidencePurpose.Activate,
                Subject = key.Thumbprint,
                Audience = audience,
                DeviceNonce = RandomNumberGenerator.GetBytes(32),
                HardwareModel = "bench",
                SoftwareName = "Bench OS",
                SoftwareVersion = "1",
                OemBoot = true,
                DebugState = DebugState.DisabledSinceBoot,
                BootCount = 1,
                RequestCounter = 1,
                Epoch = 0,
                Account = new byte[32],
            },
            device);
        var ticket = new Ticket
        {
            Issuer = Issuer,
            Subject = key.Thumbprint,
            TicketId = RandomNumberGenerator.GetBytes(16),
            Action = TicketAction.Hold,
            Epoch = 0,
            EvidenceDigest = EvidenceCodec.Digest(evidence),
            Lifetime = TimeSpan.FromMinutes(15),
            ServerGeneration = new byte[16],
            HoldingId = RandomNumberGenerator.GetBytes(16),
            MaskedHolder = "a…@example.org",
        };
        return new(SignerPurpose.Hold, ticket, evidence, key);
    }
}
