namespace Tenure.Device.Phone.Emergency;

/// <summary>Which kind of target an emergency mode plays, as real ones differ, and what is wrong with it.</summary>
public sealed record EmergencyFaults
{
    /// <summary>Version of Sahara, 1 to 3.</summary>
    public uint SaharaVersion { get; init; } = 2;

    /// <summary>Whether images are asked for with 64 bits.</summary>
    public bool IsWide { get; init; }

    /// <summary>The first HELLO after each power-on is lost.</summary>
    public bool LosesHello { get; init; }

    /// <summary>After so many bytes of the programmer the boot ROM gives up, once each power-on; <c>null</c> when it does not.</summary>
    public long? SaharaFailsAt { get; init; }

    /// <summary>Whether the programmer counts raw bytes until it has all, whatever becomes of its host.</summary>
    public bool IsRawStrict { get; init; }

    /// <summary>Whether the programmer takes nothing that no table of digests lists, signed by a key that is pinned (validated image programming).</summary>
    public bool WantsTables { get; init; }
}
