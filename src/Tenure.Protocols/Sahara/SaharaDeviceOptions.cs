namespace Tenure.Protocols.Sahara;

/// <summary>Which kind of target a device plays, its faults too.</summary>
public sealed record SaharaDeviceOptions
{
    /// <summary>1 to 3. Command mode begins with 2.</summary>
    public uint Version { get; init; } = 2;

    /// <summary>Asks with 64 bits.</summary>
    public bool IsWide { get; init; }

    /// <summary>Bytes of a request, at most.</summary>
    public int RequestSize { get; init; } = 0x1000;

    /// <summary>The first HELLO is lost, as where a driver swallows it.</summary>
    public bool LosesHello { get; init; }

    /// <summary>Says that more is pending after the last image, as some old targets do.</summary>
    public bool SaysPendingAtTheEnd { get; init; }

    /// <summary>Ends the image with <see cref="SaharaStatus.ReadDataError"/> once it has this many bytes of it, the first time.</summary>
    public long? FailsAt { get; init; }
}
