namespace Tenure.Protocols.Fastboot;

/// <summary>What a packet of fastboot over UDP is.</summary>
internal enum FastbootUdpPacketKind : byte
{
    /// <summary>The device's: a text that says why.</summary>
    Error = 0,

    /// <summary>The host asks which sequence number comes next.</summary>
    Query = 1,

    /// <summary>A session begins: both say their version and largest packet.</summary>
    Init = 2,

    /// <summary>A piece of a message or of data, or an empty one that acknowledges or asks.</summary>
    Fastboot = 3,
}
