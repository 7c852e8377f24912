using System.Globalization;
using System.Security.Cryptography;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Links;

namespace Tenure.Protocols.Firehose;

/// <summary>The device's side: a programmer. It has no commands for memory.</summary>
/// <param name="port">The one over which it was loaded.</param>
/// <param name="storage">What is flashed.</param>
/// <param name="options">The usual when left out.</param>
/// <param name="gate">The lock's word; without one everything is let through.</param>
public sealed class FirehoseDevice(LinkPort port, IFirehoseStorage storage, FirehoseDeviceOptions? options = null, IFirehoseGate? gate = null)
{
    private const int MaxChecksumBytes = 1 << 24;
    private const string Idle = "nothing came in raw mode for too long";

    private const string NoTable = "VIP: the signed table of digests comes first";
    private const string Halted = "VIP: hash of data does not match, only power is left";

    private static readonly string[] Functions =
        ["configure", "program", "read", "erase", "patch", "getstorageinfo", "getsha256digest", "setbootablestoragedrive", "power", "nop", "sig"];

    private readonly FirehosePort firehose = new(port) { KeepsLast = options is { TableKeys.Count: > 0 } };
    private readonly DigestCheck? check = options is { TableKeys: { Count: > 0 } keys } ? new(keys) : null;
    private readonly List<FirehoseElement> division = [];
    private readonly FirehoseDeviceOptions options = options ?? new();
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(Math.Min(options?.MaxPayload ?? FirehoseCodec.MaxPayload, FirehoseCodec.MaxPayload));

    private FirehoseConfigureCommand? configured;
    private byte[]? ticket;
    private int tries;

    private static ReadOnlySpan<byte> Document => "<?xml"u8;

    private DateTimeOffset? Patience => options.RawIdle is { } idle ? port.Time.GetUtcNow() + idle : null;

    private int Payload => Math.Min(configured?.MaxPayload ?? buffer.Length, buffer.Length) / storage.SectorSize * storage.SectorSize;

    /// <summary>Serves until a command makes the device leave.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.ConnectionClosed"/>: the host went away.</exception>
    public async Task<FirehosePower> RunAsync(CancellationToken ct)
    {
        await GreetAsync(ct).ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (await TakeTableAsync(ct).ConfigureAwait(false))
                {
                    continue;
                }

                var element = await firehose.ReadAsync(null, ct).ConfigureAwait(false);
                Admit(element!);
                var command = FirehoseCodec.ReadCommand(element!, out var unknown);
                foreach (var name in unknown)
                {
                    await LogAsync($"DEBUG: unknown attribute {name}", ct).ConfigureAwait(false);
                }

                if (await ExecuteAsync(command, ct).ConfigureAwait(false) is { } power)
                {
                    return power;
                }
            }
            catch (ProtocolException e) when (e.Code == ProtocolErrorCode.FirehoseRefused && check is { IsHalted: true } && e.Field == "document")
            {
                // What was announced before it stopped.
            }
            catch (ProtocolException e) when (e.Code == ProtocolErrorCode.FirehoseRefused)
            {
                await NakAsync(e.Message, ct).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                await NakAsync($"storage failed: {e.Message}", ct).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask GreetAsync(CancellationToken ct)
    {
        await LogAsync($"INFO: {options.TargetName}", ct).ConfigureAwait(false);
        await LogAsync(string.Create(CultureInfo.InvariantCulture, $"INFO: Chip serial num: {options.SerialNumber} (0x{options.SerialNumber:x8})"), ct).ConfigureAwait(false);
        if (check is not null)
        {
            await LogAsync("INFO: VIP is enabled, receiving the signed table of digests", ct).ConfigureAwait(false);
        }

        await LogAsync(string.Create(CultureInfo.InvariantCulture, $"INFO: Supported Functions ({Functions.Length}):"), ct).ConfigureAwait(false);
        await LogAsync("INFO: " + string.Join(' ', Functions), ct).ConfigureAwait(false);
        await LogAsync(string.Create(CultureInfo.InvariantCulture, $"INFO: End of supported functions {Functions.Length}"), ct).ConfigureAwait(false);
    }

    private async ValueTask<FirehosePower?> ExecuteAsync(FirehoseCommand command, CancellationToken ct)
    {
        if (command is not FirehoseSigCommand { Step: FirehoseSigStep.Manifest })
        {
            ticket = null;
        }

        if (Early(command) is { } refusal)
        {
            await NakAsync(refusal, ct).ConfigureAwait(false);
            return null;
        }

        var (range, fault) = await RangeAsync(command, ct).ConfigureAwait(false);
        if ((fault ?? Late(command, range)) is { } reason)
        {
            await NakAsync(reason, ct).ConfigureAwait(false);
            return null;
        }

        switch (command)
        {
            case FirehoseConfigureCommand configure:
                await ConfigureAsync(configure, ct).ConfigureAwait(false);
                break;
            case FirehoseProgramCommand:
                await ProgramAsync(range!.Value, ct).ConfigureAwait(false);
                break;
            case FirehoseReadCommand:
                await ReadAsync(range!.Value, ct).ConfigureAwait(false);
                break;
            case FirehoseEraseCommand:
                gate?.Changing(range!.Value);
                await storage.EraseAsync(range!.Value, ct).ConfigureAwait(false);
                gate?.Done(command, range);
                await AckAsync(ct).ConfigureAwait(false);
                break;
            case FirehosePatchCommand patch:
                await PatchAsync(patch, range!.Value, ct).ConfigureAwait(false);
                break;
            case FirehoseStorageCommand info:
                await LogAsync(storage.Facts(info.Unit).ToLine(), ct).ConfigureAwait(false);
                await AckAsync(ct).ConfigureAwait(false);
                break;
            case FirehoseDigestCommand { IsCrc16: false }:
                await DigestAsync(range!.Value, ct).ConfigureAwait(false);
                break;
            case FirehoseBootableCommand bootable when storage.SetBootable(bootable.Unit):
                gate?.Done(command, range);
                await AckAsync(ct).ConfigureAwait(false);
                break;
            case FirehoseOtherCommand { Element: var element } when Provisioning.IsName(element.Name):
                await DivideAsync(element, ct).ConfigureAwait(false);
                break;
            case FirehoseNopCommand:
                await LogAsync("INFO: " + string.Join(' ', Functions), ct).ConfigureAwait(false);
                await AckAsync(ct).ConfigureAwait(false);
                break;
            case FirehoseSigCommand { Step: FirehoseSigStep.HandOver } when gate is { IsOpen: true }:
                await LogAsync("INFO: another program goes on", ct).ConfigureAwait(false);
                await AckAsync(ct).ConfigureAwait(false);
                return FirehosePower.HandOver;
            case FirehoseSigCommand sig:
                await SigAsync(sig, ct).ConfigureAwait(false);
                break;
            case FirehosePowerCommand power:
                await LogAsync($"INFO: {power.Power}", ct).ConfigureAwait(false);
                await AckAsync(ct).ConfigureAwait(false);
                return power.Power;
            default:
                await NakAsync("not supported here", ct).ConfigureAwait(false);
                break;
        }

        return null;
    }

    // What is refused before anything of the command is looked at.
    private string? Early(FirehoseCommand command) => command switch
    {
        FirehosePowerCommand => null,
        _ when tries >= FirehoseDeviceOptions.MaxTries => new FirehoseRefusal(12, "too many tries").ToString(),
        FirehoseNopCommand or FirehoseSigCommand => null,
        _ when gate is { IsOpen: false } => "only nop and sig are accepted before authentication",
        FirehoseConfigureCommand => null,
        _ when configured is null => "command before configure",
        FirehoseOtherCommand { Element.Name: var name } when Provisioning.IsName(name) => configured.SkipStorageInit ? null : "the storage is in use: configure with SkipStorageInit",
        _ when configured.SkipStorageInit => "the storage is not opened: SkipStorageInit",
        _ => null,
    };

    private string? Late(FirehoseCommand command, FirehoseRange? range) =>
        command is FirehosePowerCommand or FirehoseNopCommand or FirehoseSigCommand ? null : gate?.Refuse(command, range)?.ToString();

    private ValueTask<(FirehoseRange? Range, string? Fault)> RangeAsync(FirehoseCommand command, CancellationToken ct) => command switch
    {
        FirehoseProgramCommand c => RangeAsync(c.Place, ct),
        FirehoseReadCommand c => RangeAsync(c.Place, ct),
        FirehoseDigestCommand c => RangeAsync(c.Place, ct),
        FirehosePatchCommand c => RangeAsync(c.Place, ct),
        FirehoseEraseCommand { Place: { } place } => RangeAsync(place, ct),
        FirehoseEraseCommand c => new((UnitFault(c.Unit) ?? SizeFault(c.SectorSize)) is { } fault ? (null, fault) : (new FirehoseRange(c.Unit, 0, storage.Sectors(c.Unit)), null)),
        FirehoseStorageCommand c => new((null, UnitFault(c.Unit))),
        _ => new((null, null)),
    };

    private async ValueTask<(FirehoseRange? Range, string? Fault)> RangeAsync(FirehosePlace place, CancellationToken ct)
    {
        if ((UnitFault(place.Unit) ?? SizeFault(place.SectorSize)) is { } fault)
        {
            return (null, fault);
        }

        var all = storage.Sectors(place.Unit);
        var first = await EvaluateAsync(place.Start, place.Unit, ct).ConfigureAwait(false);
        return first is { } sector && place.Slot == 0 && sector < (ulong)all && place.Sectors <= all - (long)sector
            ? (new FirehoseRange(place.Unit, (long)sector, place.Sectors), null)
            : (null, string.Create(CultureInfo.InvariantCulture, $"start sector or range outside the LUN: {place.Start} + {place.Sectors} of {all}"));
    }

    private string? UnitFault(int unit) => unit < storage.Units ? null
        : string.Create(CultureInfo.InvariantCulture, $"partition number {unit} out of range: {storage.Units} are there");

    private string? SizeFault(int size) => size == storage.SectorSize ? null
        : string.Create(CultureInfo.InvariantCulture, $"sector size attribute {size} differs from the disk's {storage.SectorSize}");

    private ValueTask<ulong?> EvaluateAsync(FirehoseExpression expression, int unit, CancellationToken ct) =>
        expression.EvaluateAsync(storage.Sectors(unit), (sector, bytes) => ChecksumAsync(unit, sector, bytes, ct));

    private async ValueTask<uint?> ChecksumAsync(int unit, ulong sector, ulong bytes, CancellationToken ct)
    {
        var all = (ulong)storage.Sectors(unit);
        var sectors = (bytes + (ulong)storage.SectorSize - 1) / (ulong)storage.SectorSize;
        if (bytes > MaxChecksumBytes || sector > all || sectors > all - sector)
        {
            return null;
        }

        var crc = 0u;
        await EachAsync(new(unit, (long)sector, (long)sectors), piece =>
        {
            var part = (int)Math.Min((ulong)piece.Length, bytes);
            crc = Crc32.Append(crc, piece.Span[..part]);
            bytes -= (ulong)part;
            return default;
        }, ct).ConfigureAwait(false);
        return crc;
    }

    private async ValueTask EachAsync(FirehoseRange range, Func<ReadOnlyMemory<byte>, ValueTask> use, CancellationToken ct)
    {
        var most = Payload / storage.SectorSize;
        for (var done = 0L; done < range.Sectors;)
        {
            var sectors = (int)Math.Min(most, range.Sectors - done);
            var piece = buffer.AsMemory(0, sectors * storage.SectorSize);
            await storage.ReadAsync(range.Unit, range.First + done, piece, ct).ConfigureAwait(false);
            await use(piece).ConfigureAwait(false);
            done += sectors;
        }
    }

    private async ValueTask ConfigureAsync(FirehoseConfigureCommand command, CancellationToken ct)
    {
        if (!string.Equals(command.MemoryName, storage.MemoryName, StringComparison.Ordinal))
        {
            await NakAsync($"not support configure MemoryName {command.MemoryName}", ct).ConfigureAwait(false);
            return;
        }

        var isTooLarge = command.MaxPayload > buffer.Length;
        if (isTooLarge || command.MaxPayload < storage.SectorSize)
        {
            await LogAsync(string.Create(CultureInfo.InvariantCulture, $"ERROR: payload too {(isTooLarge ? "large" : "small")}: {buffer.Length} is supported"), ct).ConfigureAwait(false);
            await RespondAsync(false, false, ct, ("MaxPayloadSizeToTargetInBytes", buffer.Length)).ConfigureAwait(false);
            return;
        }

        configured = command;
        await RespondAsync(
            true, false, ct, ("MaxPayloadSizeToTargetInBytes", command.MaxPayload), ("MaxPayloadSizeToTargetInBytesSupported", buffer.Length),
            ("MaxXMLSizeInBytes", FirehoseXml.MaxDocument), ("Version", 1), ("MinVersionSupported", 1), ("MemoryName", storage.MemoryName), ("TargetName", options.TargetName)).ConfigureAwait(false);
    }

    private async ValueTask ProgramAsync(FirehoseRange range, CancellationToken ct)
    {
        await RawAsync(ct).ConfigureAwait(false);
        var isWhole = false;
        string? fault;
        FirehoseRefusal? refusal;
        try
        {
            fault = await WriteAsync(range, ct).ConfigureAwait(false);
            isWhole = fault is null;
        }
        finally
        {
            // Judged also when the host has gone: nothing of a half image counts for the next one.
            refusal = gate?.EndWriting(range, isWhole);
        }

        if ((fault ?? refusal?.ToString()) is { } reason)
        {
            await NakAsync(reason, ct).ConfigureAwait(false);
            return;
        }

        await AckAsync(ct).ConfigureAwait(false);
    }

    private async ValueTask<string?> WriteAsync(FirehoseRange range, CancellationToken ct)
    {
        var most = Payload / storage.SectorSize;
        IOException? failure = null;
        for (var done = 0L; done < range.Sectors;)
        {
            var sectors = (int)Math.Min(most, range.Sectors - done);
            if (check is { NeedsTable: true } && !await ChainAsync(isRaw: true, ct).ConfigureAwait(false))
            {
                return Halted;
            }

            if (await port.TakeAsync(sectors * storage.SectorSize, () => Patience, ct).ConfigureAwait(false) is not { } piece)
            {
                // What came of it is no command.
                port.Consume(port.Buffered.Length);
                return Idle;
            }

            if (check is not null && !check.Take(piece.Span))
            {
                return Halted;
            }

            gate?.Writing(range, piece.Span);
            try
            {
                if (failure is null && configured is not { SkipWrite: true })
                {
                    await storage.WriteAsync(range.Unit, range.First + done, piece, ct).ConfigureAwait(false);
                }
            }
            catch (IOException e)
            {
                // The bytes that are announced still come, and are no XML.
                failure = e;
            }

            done += sectors;
        }

        return failure is null ? null : $"storage failed: {failure.Message}";
    }

    private async ValueTask ReadAsync(FirehoseRange range, CancellationToken ct)
    {
        await RawAsync(ct).ConfigureAwait(false);
        await EachAsync(range, async piece =>
        {
            await port.WriteAsync(piece, null, ct).ConfigureAwait(false);
            if (configured is { IsZlpAware: true } && port.PacketSize != 0 && piece.Length % port.PacketSize == 0)
            {
                await port.WriteAsync(ReadOnlyMemory<byte>.Empty, null, ct).ConfigureAwait(false);
            }
        }, ct).ConfigureAwait(false);
        await AckAsync(ct).ConfigureAwait(false);
    }

    private async ValueTask PatchAsync(FirehosePatchCommand patch, FirehoseRange range, CancellationToken ct)
    {
        var value = await EvaluateAsync(patch.Value, range.Unit, ct).ConfigureAwait(false);
        if (!patch.IsForDisk || value is null || patch.ByteOffset > storage.SectorSize - patch.Size || (patch.Size < 8 && value >> (8 * patch.Size) != 0))
        {
            await NakAsync("a patch of a file, outside its sector, or of a value that is none", ct).ConfigureAwait(false);
            return;
        }

        var sector = new byte[storage.SectorSize];
        await storage.ReadAsync(range.Unit, range.First, sector, ct).ConfigureAwait(false);
        for (var i = 0; i < patch.Size; i++)
        {
            sector[patch.ByteOffset + i] = (byte)(value.Value >> (8 * i));
        }

        gate?.Changing(range);
        await storage.WriteAsync(range.Unit, range.First, sector, ct).ConfigureAwait(false);
        gate?.Done(patch, range);
        await AckAsync(ct).ConfigureAwait(false);
    }

    private async ValueTask DigestAsync(FirehoseRange range, CancellationToken ct)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await EachAsync(range, piece =>
        {
            sha.AppendData(piece.Span);
            return default;
        }, ct).ConfigureAwait(false);
        var digest = Convert.ToHexStringLower(sha.GetHashAndReset());
        await LogAsync($"INFO: SHA256 {digest}", ct).ConfigureAwait(false);
        await RespondAsync(true, false, ct, ("Digest", digest)).ConfigureAwait(false);
    }

    private async ValueTask SigAsync(FirehoseSigCommand sig, CancellationToken ct)
    {
        FirehoseRefusal? refusal = null;
        switch (sig.Step)
        {
            case var _ when gate is null:
                await NakAsync("nothing is locked here", ct).ConfigureAwait(false);
                return;
            case FirehoseSigStep.Request when gate.Challenge(out refusal) is { } evidence:
                await LogAsync("INFO: challenge follows", ct).ConfigureAwait(false);
                await SayAsync(new FirehoseSigReply(FirehoseSigStep.Request, evidence), ct).ConfigureAwait(false);
                await AckAsync(ct).ConfigureAwait(false);
                return;
            case FirehoseSigStep.Receipt when gate.IsOpen && gate.Receipt(out refusal) is { } receipt:
                await SayAsync(new FirehoseSigReply(FirehoseSigStep.Receipt, receipt), ct).ConfigureAwait(false);
                await AckAsync(ct).ConfigureAwait(false);
                return;
            case FirehoseSigStep.Ticket:
                // No response after these bytes: the manifest follows at once.
                ticket = await TakeAsync(sig.Size, ct).ConfigureAwait(false);
                return;
            case FirehoseSigStep.Manifest when ticket is { } held:
                ticket = null;
                if (await TakeAsync(sig.Size, ct).ConfigureAwait(false) is not { } manifest)
                {
                    return;
                }

                refusal = gate.Open(held, manifest, out var id);
                if (refusal is null)
                {
                    await LogAsync($"INFO: authenticated {id}", ct).ConfigureAwait(false);
                    await AckAsync(ct).ConfigureAwait(false);
                    return;
                }

                tries++;
                break;
        }

        await NakAsync((refusal ?? new(3, "not in this order")).ToString(), ct).ConfigureAwait(false);
    }

    // Each element is acknowledged by itself; the last one says whether it was meant.
    private async ValueTask DivideAsync(FirehoseElement element, CancellationToken ct)
    {
        var step = Provisioning.StepOf(element);
        if (step == ProvisioningStep.Begin)
        {
            division.Clear();
        }

        division.Add(element);
        if (step is ProvisioningStep.Begin or ProvisioningStep.Unit && division.Count <= Provisioning.MaxUnits + 1)
        {
            await AckAsync(ct).ConfigureAwait(false);
            return;
        }

        FirehoseElement[] all = [.. division];
        division.Clear();
        var wanted = Provisioning.Of(all);
        var erased = storage.ErasedBy(wanted);
        if ((erased is null ? "this storage cannot be divided so" : gate?.RefuseDivision(wanted)?.ToString()) is { } reason)
        {
            await NakAsync(reason, ct).ConfigureAwait(false);
            return;
        }

        foreach (var unit in step == ProvisioningStep.Commit ? erased! : [])
        {
            FirehoseRange range = new(unit, 0, storage.Sectors(unit));
            gate?.Changing(range);
            await storage.EraseAsync(range, ct).ConfigureAwait(false);
            gate?.Done(new FirehoseEraseCommand(storage.SectorSize, unit, null), range);
        }

        await AckAsync(ct).ConfigureAwait(false);
    }

    // With tables of digests each document must be the next packet. Steps of sig have signatures of their own.
    private void Admit(FirehoseElement element)
    {
        if (check is null || (element.Name == "sig" && check.IsOpen && !check.IsHalted) || (element.Name == "power" && (!check.IsOpen || check.IsHalted)))
        {
            return;
        }

        if (!check.IsOpen || !check.Take(firehose.Last.Span))
        {
            throw new ProtocolException(ProtocolErrorCode.FirehoseRefused, check.IsHalted ? Halted : NoTable, "packet");
        }
    }

    // Where a table is expected. A document is none, whatever its host thinks.
    private async ValueTask<bool> TakeTableAsync(CancellationToken ct)
    {
        if (check is null || check.IsHalted || (check.IsOpen && !check.NeedsTable))
        {
            return false;
        }

        await port.FillAsync(Document.Length, null, ct).ConfigureAwait(false);
        if (port.Buffered.StartsWith(Document))
        {
            return false;
        }

        if (check.IsOpen)
        {
            await ChainAsync(isRaw: false, ct).ConfigureAwait(false);
            return true;
        }

        if (!await port.FillAsync(DigestTables.HeaderSize, Patience, ct).ConfigureAwait(false) || DigestTables.LengthOf(port.Buffered[..DigestTables.HeaderSize]) is not { } length)
        {
            return false;
        }

        var signed = new byte[length];
        if (!await TakeAsync(signed, ct).ConfigureAwait(false))
        {
            throw new ProtocolException(ProtocolErrorCode.FirehoseRefused, Idle, "table");
        }

        check.Open(signed);
        await AckAsync(ct).ConfigureAwait(false);
        return true;
    }

    // A chained table ends where its digest is the one that was announced.
    private async ValueTask<bool> ChainAsync(bool isRaw, CancellationToken ct)
    {
        var file = new byte[DigestTables.ChainedBytes];
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = 0; at < file.Length;)
        {
            var next = at == 0 ? DigestTables.DigestSize + 1 : Math.Min(at + DigestTables.DigestSize, file.Length);
            if (!await TakeAsync(file.AsMemory(at, next - at), ct).ConfigureAwait(false))
            {
                break;
            }

            sha.AppendData(file, at, next - at);
            at = next;
            if (check!.IsNext(sha.GetCurrentHash()))
            {
                check.Chain(file.AsMemory(0, at));
                await RespondAsync(true, isRaw, ct).ConfigureAwait(false);
                return true;
            }
        }

        check!.Halt();
        if (!isRaw)
        {
            await NakAsync(Halted, ct).ConfigureAwait(false);
        }

        return false;
    }

    private async ValueTask<byte[]?> TakeAsync(int size, CancellationToken ct)
    {
        await RawAsync(ct).ConfigureAwait(false);
        var bytes = new byte[size];
        if (await TakeAsync(bytes, ct).ConfigureAwait(false))
        {
            return bytes;
        }

        await NakAsync(Idle, ct).ConfigureAwait(false);
        return null;
    }

    private ValueTask<bool> TakeAsync(Memory<byte> bytes, CancellationToken ct) => port.ReadExactlyAsync(bytes, () => Patience, ct);

    private ValueTask RawAsync(CancellationToken ct)
    {
        // Nothing raw was sent yet: what is here ended the line of the command.
        firehose.SkipBlanks();
        return RespondAsync(true, true, ct);
    }

    private ValueTask AckAsync(CancellationToken ct) => RespondAsync(true, false, ct);

    private async ValueTask NakAsync(string reason, CancellationToken ct)
    {
        await LogAsync($"ERROR: {reason}", ct).ConfigureAwait(false);
        await RespondAsync(false, false, ct).ConfigureAwait(false);
    }

    private ValueTask LogAsync(string text, CancellationToken ct) => SayAsync(new FirehoseLogReply(FastbootText.Printable(text)), ct);

    private ValueTask RespondAsync(bool ack, bool raw, CancellationToken ct, params (string Name, object Value)[] values) => SayAsync(
        new FirehoseResponseReply(ack, raw, [.. values.Select(v => new KeyValuePair<string, string>(v.Name, Convert.ToString(v.Value, CultureInfo.InvariantCulture)!))]), ct);

    private async ValueTask SayAsync(FirehoseReply reply, CancellationToken ct) => await firehose.WriteAsync(FirehoseCodec.Write(reply), null, ct).ConfigureAwait(false);
}
