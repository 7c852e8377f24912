using System.Buffers.Text;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Agent;

/// <summary>Demands at each contact that the server's log has grown out of what this phone has seen of it.</summary>
/// <remarks>
/// What a stranger on the line can do is to spoil one contact. A checkpoint of the server itself that does not fit is kept, and from then on the log must have grown out of both:
/// a log that forked cannot, one whose answer was spoilt on the way can.
/// </remarks>
internal sealed class LogWatch(PhoneCore phone)
{
    /// <summary>Asks and checks.</summary>
    /// <param name="device">The line.</param>
    /// <param name="asDevice">Whether the line carries the device's token.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="UnprovenLogException">The log does not fit, or that it does is not proven.</exception>
    /// <exception cref="ProtocolException">What came is not a checkpoint under the pinned roots.</exception>
    public async Task CheckAsync(TenureClient device, bool asDevice, CancellationToken ct)
    {
        var server = phone.Server ?? throw new InvalidOperationException("No server is pinned.");
        var seen = phone.SeenLog;
        var answer = await AskAsync(seen.Last?.Size, device, asDevice, ct).ConfigureAwait(false);
        var signed = Decode(answer.Checkpoint);
        var verified = CheckpointCodec.Verify(signed, server.Roots, server.Issuer);
        if (verified.Signer.Generation < Math.Max(seen.GenerationOf(server), phone.Marks.Floors.FirstOrDefault(floor => floor.Purpose == (int)SignerPurpose.Log)?.Generation ?? 0))
        {
            throw new ProtocolException(ProtocolErrorCode.GenerationTooLow, "A newer signer of the log was seen, or a root has withdrawn this one.", "signer_generation");
        }

        if (seen.Last is { } over && IsExplained(over, verified.Checkpoint, answer.Successions, server))
        {
            seen.Accept(signed, verified, server);
            return;
        }

        // Nothing that is signed says that it fits or does not, so nothing is kept: a server that reads from a copy that lags behind is none that lies.
        if (seen.Last is { } longer && longer.Size > verified.Checkpoint.Size && longer.LogId.AsSpan().SequenceEqual(verified.Checkpoint.LogId))
        {
            throw new UnprovenLogException(isForked: false, "The server's log has fewer entries than this phone has seen.");
        }

        var fits = seen.Last is not { } last || GrewOut(last, verified.Checkpoint, answer.Proof);
        if (fits && seen.Unexplained is { } unexplained)
        {
            fits = await GrewOutAsync(unexplained, verified.Checkpoint, device, asDevice, ct).ConfigureAwait(false);
        }

        if (!fits)
        {
            seen.Suspect(signed, verified);
            throw new UnprovenLogException(isForked: true, "The server signed a log that has not grown out of the one that this phone has seen.");
        }

        seen.Accept(signed, verified, server);
    }

    // Only a root says that a log is over: it is not on the server, which could say so itself otherwise.
    private static bool IsExplained(Checkpoint seen, Checkpoint now, IReadOnlyList<string>? successions, PinnedServer server) =>
        successions is not null
        && !seen.LogId.AsSpan().SequenceEqual(now.LogId)
        && LogSuccessionCodec.Leads(
            [.. successions.Take(LogSuccessionCodec.MostInARow).Select(text => Read(text, server)).OfType<LogSuccession>()], server.Issuer, seen.LogId, now.LogId);

    // One under roots of before is for phones that still pin these.
    private static LogSuccession? Read(string text, PinnedServer server)
    {
        try
        {
            return LogSuccessionCodec.Verify(Decode(text), server.Roots);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    // A log that has fewer entries may be another one, and that one explained.
    private static async Task<LogCheckpoint> AskAsync(long? since, TenureClient device, bool asDevice, CancellationToken ct)
    {
        try
        {
            return await device.GetCheckpointAsync(since, ct, asDevice).ConfigureAwait(false);
        }
        catch (TenureProblemException refused) when (refused.Code == "log_shorter" && since is not null)
        {
            return await device.GetCheckpointAsync(since: null, ct, asDevice).ConfigureAwait(false);
        }
    }

    private static async Task<bool> GrewOutAsync(Checkpoint earlier, Checkpoint later, TenureClient device, bool asDevice, CancellationToken ct) =>
        earlier.Size <= later.Size && GrewOut(earlier, later, (await device.GetConsistencyAsync(earlier.Size, later.Size, ct, asDevice).ConfigureAwait(false)).Proof);

    private static bool GrewOut(Checkpoint earlier, Checkpoint later, IReadOnlyList<string>? proof) =>
        earlier.LogId.AsSpan().SequenceEqual(later.LogId)
        && MerkleProof.IsExtension(earlier.Size, earlier.RootHash, later.Size, later.RootHash, [.. (proof ?? []).Take(MerkleTree.MaxProofLength + 1).Select(Decode)]);

    private static byte[] Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "Not base64url.");
        }
    }
}
