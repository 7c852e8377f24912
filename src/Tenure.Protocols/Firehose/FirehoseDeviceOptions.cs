using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Firehose;

/// <summary>Which kind of programmer a device plays.</summary>
public sealed record FirehoseDeviceOptions
{
    /// <summary>Wrong inputs at the gate since power-on, at most; then only power is taken.</summary>
    public const int MaxTries = 5;

    /// <summary>Bytes of a raw transfer, at most 1 MiB.</summary>
    public int MaxPayload { get; init; } = FirehoseCodec.MaxPayload;

    /// <summary>Shown when it starts.</summary>
    public string TargetName { get; init; } = "Tenure";

    /// <summary>The chip's serial number, shown when it starts.</summary>
    public uint SerialNumber { get; init; }

    /// <summary>How long it waits in raw mode before it takes XML again; <c>null</c> as the strict ones do, which count raw bytes until they have all.</summary>
    public TimeSpan? RawIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Keys that sign tables of digests. Where there is one, nothing is taken that no table lists (validated image programming).</summary>
    public IReadOnlyList<PublicKeyP256> TableKeys { get; init; } = [];
}
