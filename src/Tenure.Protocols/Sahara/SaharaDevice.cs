using Tenure.Protocols.Links;

namespace Tenure.Protocols.Sahara;

/// <summary>The device's side: what a boot ROM does. Waits for its host as long as it takes.</summary>
/// <param name="port">Stays open: the programmer goes on with it.</param>
/// <param name="target">What the device is.</param>
/// <param name="options">The usual when left out.</param>
public sealed class SaharaDevice(LinkPort port, ISaharaTarget target, SaharaDeviceOptions? options = null)
{
    private const uint MaxPacket = 0x400;

    private static readonly byte[] Reset = SaharaCodec.Encode(new SaharaResetPacket());
    private static readonly byte[] ResetStateMachine = SaharaCodec.Encode(new SaharaResetStateMachinePacket());

    private readonly SaharaPort sahara = new(port);
    private readonly SaharaDeviceOptions options = options ?? new();

    private bool losesHello = options?.LosesHello ?? false;
    private long? failsAt = options?.FailsAt;

    /// <summary>Runs until all images are there: the device jumps into the programmer then.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.ConnectionClosed"/>: the host went away.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!await SessionAsync(ct).ConfigureAwait(false))
        {
            // From the start.
        }
    }

    // False: start over.
    private async ValueTask<bool> SessionAsync(CancellationToken ct)
    {
        var loaders = target.Start();
        for (var i = 0; i < loaders.Count; i++)
        {
            var loader = loaders[i];
            await HelloAsync(ct).ConfigureAwait(false);
            var (status, over) = await GreetedAsync(ct).ConfigureAwait(false);
            if (status == SaharaStatus.Success && !over)
            {
                (status, over) = await LoadAsync(loader, ct).ConfigureAwait(false);
            }

            if (status == SaharaStatus.Success && !over)
            {
                await SendAsync(new SaharaEndImagePacket(loader.Image, SaharaStatus.Success), ct).ConfigureAwait(false);
                (status, over) = await ReadAsync(ct).ConfigureAwait(false) switch
                {
                    (SaharaDonePacket, _) => (SaharaStatus.Success, false),
                    var other => await OtherAsync(other, ct).ConfigureAwait(false),
                };
            }

            if (over)
            {
                return false;
            }

            if (status != SaharaStatus.Success)
            {
                await FailAsync(loader.Image, status, ct).ConfigureAwait(false);
                return false;
            }

            var complete = i == loaders.Count - 1 && !options.SaysPendingAtTheEnd;
            await SendAsync(new SaharaDoneResponsePacket(complete ? SaharaMode.ImageComplete : SaharaMode.ImagePending), ct).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask HelloAsync(CancellationToken ct)
    {
        if (losesHello)
        {
            losesHello = false;
            return;
        }

        await SendAsync(new SaharaHelloPacket(options.Version, 1, MaxPacket, SaharaMode.ImagePending), ct).ConfigureAwait(false);
    }

    private async ValueTask<(SaharaStatus Status, bool Over)> GreetedAsync(CancellationToken ct)
    {
        var read = await ReadAsync(ct).ConfigureAwait(false);
        return read.Packet is not SaharaHelloResponsePacket response ? await OtherAsync(read, ct).ConfigureAwait(false) : response switch
        {
            { Status: not SaharaStatus.Success } => (SaharaStatus.UnknownHostError, false),
            { Version: 0 } => (SaharaStatus.InvalidHostVersion, false),
            _ when response.Compatible > options.Version => (SaharaStatus.InvalidTargetVersion, false),
            { Mode: SaharaMode.ImagePending } => (SaharaStatus.Success, false),
            { Mode: SaharaMode.Command } when options.Version >= 2 => await CommandsAsync(ct).ConfigureAwait(false),
            _ => (SaharaStatus.InvalidHostMode, false),
        };
    }

    private async ValueTask<(SaharaStatus Status, bool Over)> CommandsAsync(CancellationToken ct)
    {
        await SendAsync(new SaharaCommandReadyPacket(), ct).ConfigureAwait(false);
        while (true)
        {
            var read = await ReadAsync(ct).ConfigureAwait(false);
            switch (read.Packet)
            {
                case SaharaExecutePacket execute:
                    if (target.Answer(execute.Query) is not { } answer)
                    {
                        return (SaharaStatus.UnsupportedClientCommand, false);
                    }

                    await SendAsync(new SaharaExecuteResponsePacket(execute.Query, (uint)answer.Length), ct).ConfigureAwait(false);
                    read = await ReadAsync(ct).ConfigureAwait(false);
                    if (read.Packet is not SaharaExecuteDataPacket data)
                    {
                        return await OtherAsync(read, ct).ConfigureAwait(false);
                    }

                    if (data.Query != execute.Query)
                    {
                        return (SaharaStatus.ClientCommandMismatch, false);
                    }

                    await port.WriteAsync(answer, null, ct).ConfigureAwait(false);
                    break;
                case SaharaSwitchModePacket { Mode: SaharaMode.ImagePending }:
                    return (SaharaStatus.Success, true);
                case SaharaSwitchModePacket:
                    return (SaharaStatus.InvalidModeSwitch, false);
                default:
                    return await OtherAsync(read, ct).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<(SaharaStatus Status, bool Over)> LoadAsync(ISaharaLoader loader, CancellationToken ct)
    {
        var loaded = 0L;
        while (loader.Wanted is var (offset, length))
        {
            var bytes = new byte[length];
            for (var at = 0; at < length;)
            {
                var part = Math.Min(options.RequestSize, length - at);
                await SendAsync(new SaharaReadDataPacket(loader.Image, (ulong)(offset + at), (ulong)part, options.IsWide), ct).ConfigureAwait(false);

                // A host that stops instead sends RESET, and nothing else: on a link with borders that is seen, on a stream it counts as data.
                if (await IsResetAsync(part, ct).ConfigureAwait(false))
                {
                    return await OtherAsync(await ReadAsync(ct).ConfigureAwait(false), ct).ConfigureAwait(false);
                }

                await port.ReadExactlyAsync(bytes.AsMemory(at, part), () => null, ct).ConfigureAwait(false);
                if (port.Kind == LinkKind.Message && !port.Buffered.IsEmpty)
                {
                    return (SaharaStatus.InvalidReceiveLength, false);
                }

                at += part;
                loaded += part;
                if (failsAt is { } fails && loaded >= fails)
                {
                    failsAt = null;
                    return (SaharaStatus.ReadDataError, false);
                }
            }

            if (loader.Take(bytes) is var status and not SaharaStatus.Success)
            {
                return (status, false);
            }
        }

        return (loader.Finish(), false);
    }

    private async ValueTask<bool> IsResetAsync(int part, CancellationToken ct) =>
        port.Kind == LinkKind.Message
        && part != SaharaCodec.HeaderSize
        && await port.FillAsync(1, null, ct).ConfigureAwait(false)
        && (port.Buffered.SequenceEqual(Reset) || port.Buffered.SequenceEqual(ResetStateMachine));

    // What has no place in a state: the two resets start over, anything else fails.
    private async ValueTask<(SaharaStatus Status, bool Over)> OtherAsync((SaharaPacket? Packet, SaharaStatus Fault) read, CancellationToken ct)
    {
        if (read.Packet is SaharaResetPacket)
        {
            await SendAsync(new SaharaResetResponsePacket(), ct).ConfigureAwait(false);
        }

        return read.Packet is SaharaResetPacket or SaharaResetStateMachinePacket
            ? (SaharaStatus.Success, true)
            : (read.Packet is null ? read.Fault : SaharaStatus.InvalidCommand, false);
    }

    // Says what is wrong, and takes nothing but a reset; whatever else comes is passed over.
    private async ValueTask FailAsync(uint image, SaharaStatus status, CancellationToken ct)
    {
        await SendAsync(new SaharaEndImagePacket(image, status), ct).ConfigureAwait(false);
        while (true)
        {
            if (port.Kind == LinkKind.Stream)
            {
                await PassToResetAsync(ct).ConfigureAwait(false);
            }

            var read = await ReadAsync(ct).ConfigureAwait(false);
            if ((await OtherAsync(read, ct).ConfigureAwait(false)).Over)
            {
                return;
            }
        }
    }

    private async ValueTask PassToResetAsync(CancellationToken ct)
    {
        while (true)
        {
            var (reset, machine) = (port.Buffered.IndexOf(Reset), port.Buffered.IndexOf(ResetStateMachine));
            if (reset >= 0 || machine >= 0)
            {
                port.Consume(reset < 0 ? machine : machine < 0 ? reset : Math.Min(reset, machine));
                return;
            }

            // The end may be the start of one.
            port.Consume(Math.Max(0, port.Buffered.Length - SaharaCodec.HeaderSize + 1));
            await port.MoreAsync(null, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask<(SaharaPacket? Packet, SaharaStatus Fault)> ReadAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (await sahara.ReadAsync(null, ct).ConfigureAwait(false) is { } packet)
                {
                    return (packet, SaharaStatus.Success);
                }

                // Text: no host of this protocol.
                Drop();
            }
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.SaharaPacketRefused)
        {
            Drop();
            return (null, string.Equals(e.Field, "length", StringComparison.Ordinal) ? SaharaStatus.InvalidPacketSize : SaharaStatus.InvalidCommand);
        }
    }

    private void Drop() => port.Consume(port.Kind == LinkKind.Message ? port.Buffered.Length : 1);

    private async ValueTask SendAsync(SaharaPacket packet, CancellationToken ct) => await sahara.WriteAsync(packet, null, ct).ConfigureAwait(false);
}
