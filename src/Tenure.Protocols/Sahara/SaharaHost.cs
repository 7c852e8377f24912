using Tenure.Protocols.Links;

namespace Tenure.Protocols.Sahara;

/// <summary>The host's side: answers questions for images, and asks in command mode. Not for several threads.</summary>
/// <param name="port">Stays open: a programmer goes on with it.</param>
/// <param name="timeouts">The usual ones when left out.</param>
public sealed class SaharaHost(LinkPort port, SaharaTimeouts? timeouts = null)
{
    /// <summary>The highest version that is spoken here.</summary>
    public const uint MaxVersion = 3;

    /// <summary>The image that is a Firehose programmer.</summary>
    public const ulong Programmer = 13;

    /// <summary>Bytes of an answer in command mode, at most.</summary>
    public const int MaxAnswer = 1 << 16;

    private const int WakingTries = 2;
    private const int MaxHellos = 4;
    private const int PieceSize = 1 << 20;

    private readonly SaharaPort sahara = new(port);
    private readonly SaharaTimeouts waits = timeouts ?? new();

    private SaharaHelloPacket? hello;

    /// <summary>What the target said first; <c>null</c> before.</summary>
    public SaharaHelloPacket? Target => hello;

    /// <summary>Waits for the target, and wakes one whose first word was lost.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.PeerSilent"/>: nothing helps but to power-cycle it into this mode again.</exception>
    public async Task<SaharaStart> OpenAsync(CancellationToken ct)
    {
        if (await HelloAsync(waits.Hello, ct).ConfigureAwait(false))
        {
            return SaharaStart.Target;
        }

        for (var tries = 0; tries < WakingTries && !sahara.SpeaksXml; tries++)
        {
            // A boot ROM that waits for an answer takes this one; a programmer says in XML that it is none.
            await SendAsync(new SaharaHelloResponsePacket(2, 1, SaharaStatus.Success, SaharaMode.Command), ct).ConfigureAwait(false);
            switch (await ReadAsync(WaitReason.SignOfLife, waits.SignOfLife, ct).ConfigureAwait(false))
            {
                case SaharaCommandReadyPacket:
                    await SendAsync(new SaharaSwitchModePacket(SaharaMode.ImagePending), ct).ConfigureAwait(false);
                    await HelloAsync(waits.Packet, ct).ConfigureAwait(false);
                    break;
                case SaharaHelloPacket:
                    // It was only late, and takes the unasked answer for one to this: from the start.
                    return await ResetAsync(ct).ConfigureAwait(false) ? SaharaStart.Target : throw Silent("The target did not come back after a reset.");
            }

            if (hello is not null)
            {
                return SaharaStart.Target;
            }
        }

        return sahara.SpeaksXml ? SaharaStart.ProgrammerRuns
            : await ResetAsync(ct).ConfigureAwait(false) ? SaharaStart.Target
            : sahara.SpeaksXml ? SaharaStart.ProgrammerRuns
            : throw Silent("The target says nothing: power-cycle it into this mode again.");
    }

    /// <summary>Makes the target start over: by RESET, then by RESET_STATE_MACHINE.</summary>
    /// <returns>False when it did not: only its power helps.</returns>
    public async Task<bool> ResetAsync(CancellationToken ct)
    {
        foreach (SaharaPacket reset in new SaharaPacket[] { new SaharaResetPacket(), new SaharaResetStateMachinePacket() })
        {
            hello = null;
            port.Consume(sahara.SpeaksXml ? 0 : port.Buffered.Length);
            await SendAsync(reset, ct).ConfigureAwait(false);
            for (var packets = 0; packets < MaxHellos; packets++)
            {
                var packet = await ReadAsync(WaitReason.ResetResponse, waits.Packet, ct).ConfigureAwait(false);
                if (packet is SaharaHelloPacket back)
                {
                    hello = back;
                    return true;
                }

                if (packet is null)
                {
                    break;
                }
            }
        }

        return false;
    }

    /// <summary>Asks in command mode, and leaves it again.</summary>
    /// <param name="queries">One after the other.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The answers; without those that the target did not give.</returns>
    /// <exception cref="ProtocolException">The target broke the protocol or went away.</exception>
    public async Task<IReadOnlyDictionary<SaharaQuery, byte[]>> AskAsync(IReadOnlyCollection<SaharaQuery> queries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(queries);
        var answers = new Dictionary<SaharaQuery, byte[]>();
        var inCommandMode = false;
        foreach (var query in queries)
        {
            if (!inCommandMode && !await EnterCommandModeAsync(ct).ConfigureAwait(false))
            {
                return answers;
            }

            var answer = await AskAsync(query, ct).ConfigureAwait(false);
            inCommandMode = answer is not null;
            if (answer is not null)
            {
                answers[query] = answer;
            }
            else if (!await ResetAsync(ct).ConfigureAwait(false))
            {
                throw Silent("The target did not come back after a question that it does not know.");
            }
        }

        if (inCommandMode)
        {
            hello = null;
            await SendAsync(new SaharaSwitchModePacket(SaharaMode.ImagePending), ct).ConfigureAwait(false);
            if (!await HelloAsync(waits.Packet, ct).ConfigureAwait(false))
            {
                throw Silent("The target did not come back from command mode.");
            }
        }

        return answers;
    }

    /// <summary>Gives the target the images that it asks for, until it has all and runs.</summary>
    /// <param name="images">By id, each a stream that can seek.</param>
    /// <param name="progress">Hears of each request.</param>
    /// <param name="ct">Gives up; the target waits then for what is missing, and must be reset.</param>
    /// <exception cref="ProtocolException">The target refused, broke the protocol, or wants what is not there.</exception>
    public async Task UploadAsync(IReadOnlyDictionary<ulong, Stream> images, IProgress<SaharaProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(images);
        await AnswerAsync(SaharaMode.ImagePending, ct).ConfigureAwait(false);
        var (hellos, reached) = (0, 0L);
        var first = true;
        while (true)
        {
            var packet = await ReadAsync(reached == 0 ? WaitReason.ReadRequest : WaitReason.Verdict, first ? waits.Packet : waits.Verdict, ct).ConfigureAwait(false)
                ?? throw Silent(sahara.SpeaksXml ? "The target speaks XML in the middle of an upload." : "The target neither asks for more nor ends the image.");
            first = false;
            switch (packet)
            {
                case SaharaReadDataPacket request:
                    reached = Math.Max(reached, await ServeAsync(request, images, ct).ConfigureAwait(false));
                    progress?.Report(new(request.Image, reached, images[request.Image].Length));
                    break;
                case SaharaHelloPacket again when hellos++ < MaxHellos:
                    hello = again;
                    await AnswerAsync(SaharaMode.ImagePending, ct).ConfigureAwait(false);
                    break;
                case SaharaEndImagePacket { Status: SaharaStatus.Success }:
                    if (await DoneAsync(images, reached, ct).ConfigureAwait(false))
                    {
                        hello = null;
                        return;
                    }

                    (hellos, reached) = (0, 0);
                    break;
                case SaharaEndImagePacket end:
                    throw Failed(end.Status);
                default:
                    throw await RefusedAsync(packet, ct).ConfigureAwait(false);
            }
        }
    }

    private static ProtocolException Silent(string message) => new(ProtocolErrorCode.PeerSilent, message);

    private static ProtocolException Failed(SaharaStatus status) =>
        new(ProtocolErrorCode.SaharaFailed, $"The target ended with status 0x{(uint)status:x2}, {status}.", status.ToString());

    private async ValueTask<bool> HelloAsync(TimeSpan within, CancellationToken ct)
    {
        hello = null;
        var packet = await ReadAsync(WaitReason.Hello, within, ct).ConfigureAwait(false);
        if (packet is SaharaResetResponsePacket)
        {
            // To a reset of a host before this one.
            packet = await ReadAsync(WaitReason.Hello, within, ct).ConfigureAwait(false);
        }

        switch (packet)
        {
            case SaharaHelloPacket first:
                hello = first;
                return true;
            case null:
                return false;
            case var other:
                throw await RefusedAsync(other, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask AnswerAsync(SaharaMode mode, CancellationToken ct)
    {
        var target = hello ?? throw new InvalidOperationException("The target has not said hello: open it first.");
        await SendAsync(new SaharaHelloResponsePacket(Math.Min(target.Version, MaxVersion), 1, SaharaStatus.Success, mode), ct).ConfigureAwait(false);
    }

    private async ValueTask<bool> EnterCommandModeAsync(CancellationToken ct)
    {
        await AnswerAsync(SaharaMode.Command, ct).ConfigureAwait(false);
        switch (await ReadAsync(WaitReason.CommandReady, waits.Packet, ct).ConfigureAwait(false))
        {
            case SaharaCommandReadyPacket:
                return true;
            case SaharaEndImagePacket:
                // A target without command mode.
                return await ResetAsync(ct).ConfigureAwait(false) ? false : throw Silent("The target did not come back after it refused command mode.");
            case null:
                throw Silent("The target neither takes commands nor refuses to.");
            case var other:
                throw await RefusedAsync(other, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask<byte[]?> AskAsync(SaharaQuery query, CancellationToken ct)
    {
        await SendAsync(new SaharaExecutePacket(query), ct).ConfigureAwait(false);
        switch (await ReadAsync(WaitReason.CommandAnswer, waits.Packet, ct).ConfigureAwait(false))
        {
            case SaharaExecuteResponsePacket { Length: <= MaxAnswer } response when response.Query == query:
                var answer = new byte[response.Length];
                await SendAsync(new SaharaExecuteDataPacket(query), ct).ConfigureAwait(false);
                return await port.ReadExactlyAsync(answer, () => port.Deadline(WaitReason.CommandAnswer, waits.Packet), ct).ConfigureAwait(false)
                    ? answer
                    : throw Silent("The target announced an answer and did not give it.");
            case SaharaEndImagePacket:
                return null;
            case null:
                throw Silent("The target does not answer.");
            case var other:
                throw await RefusedAsync(other, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask<long> ServeAsync(SaharaReadDataPacket request, IReadOnlyDictionary<ulong, Stream> images, CancellationToken ct)
    {
        if (!images.TryGetValue(request.Image, out var image))
        {
            await ResetQuietlyAsync(ct).ConfigureAwait(false);
            throw new ProtocolException(ProtocolErrorCode.SaharaImageMissing, $"The target asks for image {request.Image}, which is not there.", "image");
        }

        if (request.Offset > (ulong)image.Length || request.Length > (ulong)image.Length - request.Offset)
        {
            await ResetQuietlyAsync(ct).ConfigureAwait(false);
            throw new ProtocolException(
                ProtocolErrorCode.SaharaImageMissing, $"The target asks for {request.Length} bytes at {request.Offset} of image {request.Image}, which has {image.Length}.", "length");
        }

        image.Position = (long)request.Offset;
        var buffer = new byte[Math.Min((long)request.Length, PieceSize)];
        for (var left = (long)request.Length; left > 0;)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
            await image.ReadExactlyAsync(piece, ct).ConfigureAwait(false);
            if (!await port.WriteAsync(piece, waits.Verdict, ct).ConfigureAwait(false))
            {
                throw Silent("The target does not take what it asked for.");
            }

            left -= piece.Length;
        }

        return (long)(request.Offset + request.Length);
    }

    private async ValueTask<bool> DoneAsync(IReadOnlyDictionary<ulong, Stream> images, long reached, CancellationToken ct)
    {
        await SendAsync(new SaharaDonePacket(), ct).ConfigureAwait(false);
        return await ReadAsync(WaitReason.DoneResponse, waits.Packet, ct).ConfigureAwait(false) switch
        {
            SaharaDoneResponsePacket { Mode: SaharaMode.ImageComplete } => true,

            // Some old targets say that more is pending though the programmer is all they want.
            SaharaDoneResponsePacket => images.Count == 1 && images.ContainsKey(Programmer) && reached > 0,
            null => throw Silent("The target does not say whether it has all."),
            var other => throw await RefusedAsync(other, ct).ConfigureAwait(false),
        };
    }

    private ValueTask SendAsync(SaharaPacket packet, CancellationToken ct) => sahara.WriteAsync(packet, waits.Packet, ct);

    private async ValueTask<SaharaPacket?> ReadAsync(WaitReason reason, TimeSpan within, CancellationToken ct)
    {
        try
        {
            return await sahara.ReadAsync(port.Deadline(reason, within), ct).ConfigureAwait(false);
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.SaharaPacketRefused)
        {
            await ResetQuietlyAsync(ct).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<ProtocolException> RefusedAsync(SaharaPacket packet, CancellationToken ct)
    {
        await ResetQuietlyAsync(ct).ConfigureAwait(false);
        return packet is SaharaEndImagePacket end
            ? Failed(end.Status)
            : new(ProtocolErrorCode.SaharaPacketRefused, $"{packet.Command} has no place here.", "command");
    }

    // The host stops here; the target is to start over for the next one. That it may be gone is told already.
    private async ValueTask ResetQuietlyAsync(CancellationToken ct)
    {
        hello = null;
        port.Consume(port.Buffered.Length);
        try
        {
            await SendAsync(new SaharaResetPacket(), ct).ConfigureAwait(false);
        }
        catch (ProtocolException)
        {
        }
    }
}
