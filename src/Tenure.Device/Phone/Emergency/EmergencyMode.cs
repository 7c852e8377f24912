using Tenure.Protocols;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;

namespace Tenure.Device.Phone.Emergency;

/// <summary>A phone in emergency mode, from power-on until a host or the power ends it: boot ROM, then programmer behind its gate. Links may come and go; the block stays as it is.</summary>
/// <param name="facts">What the factory put in.</param>
/// <param name="faults">Which kind of target it plays.</param>
/// <param name="storage">What is flashed.</param>
/// <param name="gate">The lock; <c>null</c> for a phone that was never started.</param>
/// <param name="clock">For waits.</param>
public sealed class EmergencyMode(PhoneFacts facts, EmergencyFaults faults, UnitStorage storage, FlashGate? gate, TimeProvider clock) : IDisposable
{
    private readonly IFirehoseGate locked = (IFirehoseGate?)gate ?? new ClosedGate();
    private bool runs;

    /// <summary>As USB shows this phone: tools find its serial number by it.</summary>
    public static string ProductStringOf(PhoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return $"QUSB_BULK_CID:0000_SN:{BootRom.SerialOf(facts.Serial):X8}";
    }

    /// <summary>Serves over one link until its host goes away, or sends the phone away.</summary>
    /// <param name="link">Disposed at the end.</param>
    /// <param name="ct">Takes the battery out.</param>
    /// <returns>Where the phone goes; <c>null</c>: the host went away, and another may come.</returns>
    /// <exception cref="PowerLostException">The power failed.</exception>
    public async Task<FirehosePower?> ServeAsync(IFlashLink link, CancellationToken ct)
    {
        var port = new LinkPort(link, clock);
        await using var _ = port.ConfigureAwait(false);
        try
        {
            if (!runs)
            {
                await new SaharaDevice(port, new BootRom(facts), new()
                {
                    Version = faults.SaharaVersion,
                    IsWide = faults.IsWide,
                    LosesHello = faults.LosesHello,
                    FailsAt = faults.SaharaFailsAt,
                }).RunAsync(ct).ConfigureAwait(false);
                runs = true;
            }

            FirehoseDeviceOptions usual = new() { TargetName = facts.Product, SerialNumber = BootRom.SerialOf(facts.Serial), TableKeys = faults.WantsTables ? facts.PinnedReleaseKeys() : [] };
            var power = await new FirehoseDevice(port, storage, faults.IsRawStrict ? usual with { RawIdle = null } : usual, locked).RunAsync(ct).ConfigureAwait(false);
            if (power != FirehosePower.HandOver)
            {
                return power;
            }

            // Another program finds a boot ROM, as it knows it. What the gate has opened stays open until the power goes.
            runs = false;
            return null;
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.ConnectionClosed)
        {
            return null;
        }
    }

    /// <summary>Serves over link after link; a phone that is sent back to emergency mode starts it anew.</summary>
    /// <param name="powerOn">Starts it.</param>
    /// <param name="accept">The next link.</param>
    /// <param name="ct">Takes the battery out.</param>
    /// <returns>Where the phone goes: <see cref="FirehosePower.Reset"/> or <see cref="FirehosePower.Off"/>.</returns>
    /// <exception cref="PowerLostException">The power failed.</exception>
    public static async Task<FirehosePower> RunAsync(Func<EmergencyMode> powerOn, Func<CancellationToken, ValueTask<IFlashLink>> accept, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(powerOn);
        ArgumentNullException.ThrowIfNull(accept);
        while (true)
        {
            using var mode = powerOn();
            FirehosePower? power = null;
            while (power is null)
            {
                power = await mode.ServeAsync(await accept(ct).ConfigureAwait(false), ct).ConfigureAwait(false);
            }

            if (power != FirehosePower.ResetToEdl)
            {
                return power.Value;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => gate?.Dispose();
}
