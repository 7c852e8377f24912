using Tenure.Protocols.Links;
using Tenure.Protocols.Sparse;

namespace Tenure.Protocols.Firehose;

/// <summary>
/// The host's side. A command ends with its response; lines that come later belong to it, and are read with the next. Waiting for silence after each costs a tenth of a second a command. Not for several threads.
/// </summary>
/// <param name="port">The one over which the programmer was loaded.</param>
/// <param name="timeouts">The usual ones when left out.</param>
/// <param name="logs">Hears of each line.</param>
public sealed class FirehoseHost(LinkPort port, FirehoseTimeouts? timeouts = null, IProgress<FirehoseLog>? logs = null)
{
    // A programmer that shows lines for ever would fill the memory.
    private const int MaxLogs = 10_000;
    private const int MaxRounds = 2;

    private readonly FirehosePort firehose = new(port);
    private readonly FirehoseTimeouts waits = timeouts ?? new();

    private FirehoseConfigureCommand? configured;
    private byte[]? buffer;
    private string? last;
    private DigestTables? tables;
    private int chained;
    private int left;

    /// <summary>Bytes of a raw transfer, as agreed.</summary>
    public int Payload => configured?.MaxPayload ?? throw new InvalidOperationException("Configure first.");

    /// <summary>Collects what a programmer says when it starts: until its list of functions ends, or it is silent.</summary>
    public async Task<IReadOnlyList<string>> GreetAsync(CancellationToken ct)
    {
        var said = new List<string>();
        while (said.Count < MaxLogs && await NextAsync(WaitReason.Greeting, waits.Greeting, ct).ConfigureAwait(false) is { } reply)
        {
            if (reply is FirehoseLogReply log)
            {
                said.Add(log.Text);
                logs?.Report(new(last, log.Text));
                if (log.Text.Contains("End of supported functions", StringComparison.OrdinalIgnoreCase))
                {
                    break;
                }
            }
        }

        return said;
    }

    /// <summary>True for the greeting of a programmer that takes nothing that no table of digests lists.</summary>
    public static bool WantsTables(IEnumerable<string> greeting) => greeting.Any(line => line.Contains("VIP", StringComparison.Ordinal));

    /// <summary>True for a result that a programmer with tables of digests gives to what is not the next packet.</summary>
    public static bool IsTableRefusal(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return reason.Contains("VIP", StringComparison.Ordinal);
    }

    /// <summary>Brings the signed table of digests; the others follow where they are due. From then on what is sent must be what they were made of.</summary>
    public async Task<FirehoseResult> UseAsync(DigestTables all, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(all);
        await DrainAsync(TimeSpan.Zero, ct).ConfigureAwait(false);
        await WriteRawAsync(all.First, ct).ConfigureAwait(false);
        var result = await ResponseAsync(WaitReason.Response, waits.Response, ct).ConfigureAwait(false);
        if (result.IsAck)
        {
            (tables, chained, left) = (all, 0, all.FirstCount);
        }

        return result;
    }

    /// <summary>Agrees on the storage and the size of transfers, in at most two rounds.</summary>
    /// <param name="command">What the host would like; a size that the target has refused is replaced by the one that it names.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<FirehoseResult> ConfigureAsync(FirehoseConfigureCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        for (var round = 1; ; round++)
        {
            var result = await SendAsync(command, waits.Response, ct).ConfigureAwait(false);
            var size = Size(result, "MaxPayloadSizeToTargetInBytes");
            if (result.IsAck)
            {
                // What it says that it will use counts, and never more than was asked for.
                configured = command with { MaxPayload = size is { } used && used < command.MaxPayload ? used : command.MaxPayload };
                return result;
            }

            if (round == MaxRounds || size is not { } smaller || smaller >= command.MaxPayload)
            {
                return result;
            }

            command = command with { MaxPayload = smaller };
        }
    }

    /// <summary>Sends a command without raw bytes.</summary>
    /// <exception cref="ProtocolException">The target broke the protocol, is silent, or went away.</exception>
    public async Task<FirehoseResult> SendAsync(FirehoseCommand command, CancellationToken ct)
    {
        var within = command switch
        {
            FirehoseEraseCommand { Place: null } or FirehoseDigestCommand => waits.WholeUnit,
            FirehoseEraseCommand => waits.Erase,
            _ => waits.Response,
        };
        var result = await SendAsync(command, within, ct).ConfigureAwait(false);
        return result.Response.IsRaw ? throw Refused("The target wants raw bytes where there are none.") : result;
    }

    /// <summary>Writes a file to a place. What the file does not fill is padded to a whole sector, and the rest of the place is not touched.</summary>
    /// <param name="command">Where.</param>
    /// <param name="data">From its place on.</param>
    /// <param name="length">Bytes of it; more than the place holds is refused, for half an image is none.</param>
    /// <param name="progress">Hears how many bytes were taken.</param>
    /// <param name="ct">Gives up: the target then waits for raw bytes, and only power helps.</param>
    public Task<FirehoseResult> ProgramAsync(FirehoseProgramCommand command, Stream data, long length, IProgress<long>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, command.Place.Bytes);
        var sectors = (length + command.Place.SectorSize - 1) / command.Place.SectorSize;
        return ProgramAsync(command with { Place = command.Place with { Sectors = sectors } }, piece => FillAsync(data, piece, ct), progress, ct);
    }

    /// <summary>Writes what a sparse image says, chunk by chunk, and touches nothing else.</summary>
    /// <param name="command">Where the image begins; the start is a plain number.</param>
    /// <param name="sparse">From its place on.</param>
    /// <param name="progress">Hears how many bytes of the image were taken.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The first NAK, or the last ACK; <c>null</c> when the image says nothing at all.</returns>
    /// <exception cref="ProtocolException">The image is broken or too large for the place; or the target broke the protocol.</exception>
    public async Task<FirehoseResult?> ProgramSparseAsync(FirehoseProgramCommand command, Stream sparse, IProgress<long>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var place = command.Place;
        var start = (place.Start as FirehoseExpression.Number)?.Value
            ?? throw new ArgumentException("A sparse image begins at a sector that the host knows.", nameof(command));
        var reader = new SparseReader(sparse, sums: true, maxBytes: place.Bytes);
        if (reader.BlockSize % place.SectorSize != 0)
        {
            throw new ProtocolException(ProtocolErrorCode.SparseImageBroken, "Blocks of the image are no whole number of sectors.", "block size");
        }

        var (done, perBlock) = (0L, reader.BlockSize / place.SectorSize);
        FirehoseResult? result = null;
        while (reader.Next() is { } chunk)
        {
            if (chunk.Blocks == 0 || chunk.Kind is not (SparseKind.Raw or SparseKind.Fill))
            {
                continue;
            }

            var part = command with
            {
                Place = place with { Start = FirehoseExpression.Of((long)start + ((long)chunk.FirstBlock * perBlock)), Sectors = (long)chunk.Blocks * perBlock },
            };
            var before = done;
            result = await ProgramAsync(part, piece => Chunk(reader, chunk, piece), progress is null ? null : new Moved(progress, before), ct).ConfigureAwait(false);
            if (!result.IsAck)
            {
                return result with { MayHaveWritten = result.MayHaveWritten || before > 0 };
            }

            done += part.Place.Bytes;
        }

        return result;
    }

    /// <summary>Reads a place.</summary>
    /// <param name="command">Where.</param>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<FirehoseResult> ReadAsync(FirehoseReadCommand command, Stream output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(output);
        var result = await SendAsync(command, waits.Response, ct).ConfigureAwait(false);
        if (!result.IsAck || !result.Response.IsRaw)
        {
            return result.IsAck ? throw Refused("The target does not announce raw bytes.") : result;
        }

        for (var rest = command.Place.Bytes; rest > 0;)
        {
            var piece = Piece(rest, FirehoseCodec.MaxPayload);
            if (!await port.ReadExactlyAsync(piece, () => port.Deadline(WaitReason.RawBytes, waits.Transfer), ct).ConfigureAwait(false))
            {
                throw Silent("The target announced more bytes than it sends.");
            }

            await output.WriteAsync(piece, ct).ConfigureAwait(false);
            rest -= piece.Length;
        }

        return await ResponseAsync(WaitReason.FinalResponse, waits.Final, ct).ConfigureAwait(false);
    }

    /// <summary>Asks what the storage is.</summary>
    /// <returns><c>null</c> when the target does not say.</returns>
    public async Task<FirehoseStorageFacts?> StorageAsync(int unit, CancellationToken ct) =>
        await SendAsync(new FirehoseStorageCommand(unit), ct).ConfigureAwait(false) is { IsAck: true } result ? FirehoseStorageFacts.Read(result.Logs) : null;

    /// <summary>Asks for the SHA-256 of a place.</summary>
    /// <returns>32 bytes; <c>null</c> when the target does not say.</returns>
    public async Task<byte[]?> DigestAsync(FirehosePlace place, CancellationToken ct)
    {
        var result = await SendAsync(new FirehoseDigestCommand(place), ct).ConfigureAwait(false);
        string?[] said = [result.Response.Find("Digest"), result.Response.Find("SHA256"), .. result.Logs.SelectMany(line => line.Split([' ', ':', '='])).Reverse()];
        return result.IsAck && said.FirstOrDefault(word => word is { Length: 64 } && word.All(char.IsAsciiHexDigit)) is { } digest ? Convert.FromHexString(digest) : null;
    }

    /// <summary>Brings a ticket and the manifest that it names.</summary>
    /// <returns>The response to both, or the NAK of the first.</returns>
    public async Task<FirehoseResult> AuthenticateAsync(ReadOnlyMemory<byte> ticket, ReadOnlyMemory<byte> manifest, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ticket.Length, FirehoseCodec.MaxTicket);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(manifest.Length, FirehoseCodec.MaxManifest);
        var first = await BringAsync(FirehoseSigStep.Ticket, ticket, ct).ConfigureAwait(false);
        if (first is not null)
        {
            return first;
        }

        return await BringAsync(FirehoseSigStep.Manifest, manifest, ct).ConfigureAwait(false)
            ?? await ResponseAsync(WaitReason.FinalResponse, waits.Final, ct).ConfigureAwait(false);
    }

    /// <summary>Gets a programmer out of raw mode whose host died: what it still waits for is filled with zeros, so the place that was being written is spoilt and must be written again.</summary>
    /// <param name="most">Bytes that it can wait for, at most.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>False when it says nothing: only power helps.</returns>
    public async Task<bool> EndRawAsync(long most, CancellationToken ct)
    {
        var zeros = new byte[1 << 14];
        for (var sent = 0L; sent < most; sent += zeros.Length)
        {
            if (!await port.WriteAsync(zeros, waits.Transfer, ct).ConfigureAwait(false))
            {
                return false;
            }

            if (await AnsweredAsync(TimeSpan.Zero, ct).ConfigureAwait(false))
            {
                return true;
            }
        }

        return await AnsweredAsync(waits.Final, ct).ConfigureAwait(false);
    }

    private static ProtocolException Refused(string message) => new(ProtocolErrorCode.FirehoseRefused, message, "response");

    private static ProtocolException Silent(string message) => new(ProtocolErrorCode.PeerSilent, message);

    private static int? Size(FirehoseResult result, string name) =>
        result.Response.Find(name) is { } text && FirehoseAttributes.TryNumber(text, out var size) && size is >= 512 and <= FirehoseCodec.MaxPayload ? (int)size : null;

    // What is left of the last block of a file is zeros.
    private static async ValueTask FillAsync(Stream data, Memory<byte> piece, CancellationToken ct)
    {
        var read = await data.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        piece.Span[read..].Clear();
    }

    private static ValueTask Chunk(SparseReader reader, SparseChunk chunk, Memory<byte> piece)
    {
        if (chunk.Kind == SparseKind.Fill)
        {
            SparseFormat.Fill(piece.Span, chunk.Value);
            return default;
        }

        while (reader.ReadRaw(piece.Span) is var read and > 0)
        {
            piece = piece[read..];
        }

        return default;
    }

    // One for all transfers; for a small place a small one.
    private Memory<byte> Piece(long left, int most)
    {
        var size = (int)Math.Min(left, most);
        if (buffer is null || buffer.Length < size)
        {
            buffer = GC.AllocateUninitializedArray<byte>(size);
        }

        return buffer.AsMemory(0, size);
    }

    private async Task<FirehoseResult> ProgramAsync(FirehoseProgramCommand command, Func<Memory<byte>, ValueTask> fill, IProgress<long>? progress, CancellationToken ct)
    {
        var payload = Payload / command.Place.SectorSize * command.Place.SectorSize;
        if (payload == 0)
        {
            throw new ArgumentException("A sector is larger than a transfer.", nameof(command));
        }

        var result = await SendAsync(command, waits.Response, ct).ConfigureAwait(false);
        if (!result.IsAck || !result.Response.IsRaw)
        {
            return result.IsAck ? throw Refused("The target does not take raw bytes.") : result;
        }

        var all = command.Place.Bytes;
        for (var done = 0L; done < all;)
        {
            var piece = Piece(all - done, payload);
            await fill(piece).ConfigureAwait(false);
            await CountAsync(ct).ConfigureAwait(false);
            await WriteRawAsync(piece, ct).ConfigureAwait(false);
            done += piece.Length;
            progress?.Report(done);
        }

        return (await ResponseAsync(WaitReason.FinalResponse, waits.Final, ct).ConfigureAwait(false)) with { MayHaveWritten = true };
    }

    private async ValueTask<FirehoseResult?> BringAsync(FirehoseSigStep step, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var result = await SendAsync(new FirehoseSigCommand(step, bytes.Length), waits.Response, ct).ConfigureAwait(false);
        if (!result.IsAck || !result.Response.IsRaw)
        {
            return result.IsAck ? throw Refused("The target does not take raw bytes.") : result;
        }

        await WriteRawAsync(bytes, ct).ConfigureAwait(false);
        return null;
    }

    private async ValueTask WriteRawAsync(ReadOnlyMemory<byte> piece, CancellationToken ct)
    {
        if (!await port.WriteAsync(piece, waits.Transfer, ct).ConfigureAwait(false))
        {
            throw Silent("The target does not take the raw bytes that it asked for.");
        }

        if (configured is { IsZlpAware: true } && port.PacketSize != 0 && piece.Length % port.PacketSize == 0)
        {
            await port.WriteAsync(ReadOnlyMemory<byte>.Empty, waits.Transfer, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask<FirehoseResult> SendAsync(FirehoseCommand command, TimeSpan within, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var element = FirehoseCodec.Write(command);
        await DrainAsync(TimeSpan.Zero, ct).ConfigureAwait(false);
        if (command is not FirehoseSigCommand)
        {
            await CountAsync(ct).ConfigureAwait(false);
        }

        if (!await firehose.WriteAsync(element, waits.Command, ct).ConfigureAwait(false))
        {
            throw Silent("The target takes no command.");
        }

        last = element.Name;
        return await ResponseAsync(WaitReason.Response, within, ct).ConfigureAwait(false);
    }

    // A packet that tables count: the next table goes before it, when the one before is used up.
    private async ValueTask CountAsync(CancellationToken ct)
    {
        if (tables is null)
        {
            return;
        }

        if (left == 0 && chained < tables.Chained.Count)
        {
            var table = tables.Chained[chained++];
            await WriteRawAsync(table, ct).ConfigureAwait(false);
            var result = await ResponseAsync(WaitReason.Response, waits.Response, ct).ConfigureAwait(false);
            if (!result.IsAck)
            {
                throw Refused(result.Reason);
            }

            left = DigestTables.CountOf(table);
        }

        left--;
    }

    // Lines that belong to the command before.
    private async ValueTask DrainAsync(TimeSpan silence, CancellationToken ct)
    {
        for (var lines = 0; lines < MaxLogs && await NextAsync(WaitReason.LateLogs, silence, ct).ConfigureAwait(false) is { } reply; lines++)
        {
            if (reply is FirehoseLogReply log)
            {
                logs?.Report(new(last, log.Text));
            }
            else if (reply is FirehoseResponseReply)
            {
                throw Refused("A response that answers nothing.");
            }
        }
    }

    private async ValueTask<FirehoseResult> ResponseAsync(WaitReason reason, TimeSpan within, CancellationToken ct)
    {
        var said = new List<string>();
        byte[]? evidence = null;
        while (said.Count < MaxLogs)
        {
            switch (await NextAsync(reason, within, ct).ConfigureAwait(false))
            {
                case FirehoseLogReply log:
                    said.Add(log.Text);
                    logs?.Report(new(last, log.Text));
                    break;
                case FirehoseSigReply sig:
                    evidence = sig.Evidence;
                    break;
                case FirehoseResponseReply response:
                    return new(response, said, evidence);
                default:
                    throw Silent("The target does not answer.");
            }
        }

        throw new ProtocolException(ProtocolErrorCode.TooLarge, "The target shows too many lines.", "log");
    }

    private async ValueTask<FirehoseReply?> NextAsync(WaitReason reason, TimeSpan within, CancellationToken ct)
    {
        var until = within == TimeSpan.Zero ? port.Time.GetUtcNow() : port.Deadline(reason, within);
        return await firehose.ReadAsync(until, ct).ConfigureAwait(false) is { } element ? FirehoseCodec.ReadReply(element) : null;
    }

    // Zeros too many are no document, and get an answer of their own: all is read until there is silence.
    private async ValueTask<bool> AnsweredAsync(TimeSpan within, CancellationToken ct)
    {
        var answered = false;
        while (await NextAsync(WaitReason.FinalResponse, answered ? waits.LateLogs : within, ct).ConfigureAwait(false) is { } reply)
        {
            answered |= reply is FirehoseResponseReply;
        }

        return answered;
    }

    private sealed class Moved(IProgress<long> progress, long by) : IProgress<long>
    {
        public void Report(long value) => progress.Report(by + value);
    }
}
