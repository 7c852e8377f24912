namespace Tenure.Protocols.Sahara;

/// <summary>The first number of a packet.</summary>
/// <remarks>Packet 0x14, of version 3, has a layout that is not known here, and is refused.</remarks>
public enum SaharaCommand : uint
{
    /// <summary>Target: I am here.</summary>
    Hello = 0x01,

    /// <summary>Host: go on, in this mode.</summary>
    HelloResponse = 0x02,

    /// <summary>Target: I want these bytes of an image.</summary>
    ReadData = 0x03,

    /// <summary>Target: done with an image, or failed.</summary>
    EndImage = 0x04,

    /// <summary>Host: understood.</summary>
    Done = 0x05,

    /// <summary>Target: whether more images are pending.</summary>
    DoneResponse = 0x06,

    /// <summary>Host: start over.</summary>
    Reset = 0x07,

    /// <summary>Target: I do.</summary>
    ResetResponse = 0x08,

    /// <summary>Target: here is the table of my memory.</summary>
    MemoryDebug = 0x09,

    /// <summary>Host: I want these bytes of memory.</summary>
    MemoryRead = 0x0a,

    /// <summary>Target: I take commands.</summary>
    CommandReady = 0x0b,

    /// <summary>Host: go into this mode.</summary>
    SwitchMode = 0x0c,

    /// <summary>Host: a command.</summary>
    Execute = 0x0d,

    /// <summary>Target: how long its answer is.</summary>
    ExecuteResponse = 0x0e,

    /// <summary>Host: I want the answer.</summary>
    ExecuteData = 0x0f,

    /// <summary>As MemoryDebug, with 64 bits.</summary>
    MemoryDebug64 = 0x10,

    /// <summary>As MemoryRead, with 64 bits.</summary>
    MemoryRead64 = 0x11,

    /// <summary>As ReadData, with 64 bits.</summary>
    ReadData64 = 0x12,

    /// <summary>Host: start over, whatever you do.</summary>
    ResetStateMachine = 0x13,
}
