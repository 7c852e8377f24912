namespace Tenure.Protocols.Sahara;

/// <summary>How a target ends an image. The names follow the symbols of the reference, the numbers are the wire's.</summary>
/// <remarks>linux-msm/qdl and Linaro's documents; a popular tool prints them one off.</remarks>
public enum SaharaStatus : uint
{
    /// <summary>Done.</summary>
    Success = 0x00,

    /// <summary>A command that has no place in this state: state is lost.</summary>
    InvalidCommand = 0x01,

    /// <summary>The two sides speak different protocols.</summary>
    ProtocolMismatch = 0x02,

    /// <summary>The host cannot speak the target's version.</summary>
    InvalidTargetVersion = 0x03,

    /// <summary>The target cannot speak the host's version.</summary>
    InvalidHostVersion = 0x04,

    /// <summary>A packet of a wrong length.</summary>
    InvalidPacketSize = 0x05,

    /// <summary>An image that was not asked for.</summary>
    UnexpectedImageId = 0x06,

    /// <summary>The image's header has a wrong size.</summary>
    InvalidHeaderSize = 0x07,

    /// <summary>The image's data have a wrong size.</summary>
    InvalidDataSize = 0x08,

    /// <summary>Not the type of image that is wanted: a wrong file.</summary>
    InvalidImageType = 0x09,

    /// <summary>Fewer or more bytes sent than announced.</summary>
    InvalidTransmitLength = 0x0a,

    /// <summary>Fewer or more bytes received than announced.</summary>
    InvalidReceiveLength = 0x0b,

    /// <summary>Sending or receiving failed.</summary>
    GeneralError = 0x0c,

    /// <summary>The answer to READ_DATA failed.</summary>
    ReadDataError = 0x0d,

    /// <summary>More program headers than the target takes.</summary>
    TooManyProgramHeaders = 0x0e,

    /// <summary>Program headers of a wrong size.</summary>
    InvalidProgramHeaderSize = 0x0f,

    /// <summary>More than one shared segment.</summary>
    MultipleSharedSegments = 0x10,

    /// <summary>No place of program headers.</summary>
    ProgramHeaderUninitialised = 0x11,

    /// <summary>A segment for a place where none may be.</summary>
    InvalidDestination = 0x12,

    /// <summary>The data of the header have a wrong size.</summary>
    InvalidImageHeaderDataSize = 0x13,

    /// <summary>Not an ELF header: a wrong file.</summary>
    InvalidElfHeader = 0x14,

    /// <summary>The host said an error that is unknown.</summary>
    UnknownHostError = 0x15,

    /// <summary>Nothing came for too long.</summary>
    ReceiveTimeout = 0x16,

    /// <summary>Nothing was taken for too long.</summary>
    TransmitTimeout = 0x17,

    /// <summary>A mode that the target does not have.</summary>
    InvalidHostMode = 0x18,

    /// <summary>Memory that may not be read.</summary>
    InvalidMemoryRead = 0x19,

    /// <summary>The host cannot handle the size.</summary>
    DataSizeUnsupported = 0x1a,

    /// <summary>No memory debug here.</summary>
    MemoryDebugUnsupported = 0x1b,

    /// <summary>A switch of modes that is not possible.</summary>
    InvalidModeSwitch = 0x1c,

    /// <summary>The command failed.</summary>
    ExecuteFailed = 0x1d,

    /// <summary>A wrong parameter of a command.</summary>
    InvalidExecuteParameter = 0x1e,

    /// <summary>A command that the target does not know.</summary>
    UnsupportedClientCommand = 0x1f,

    /// <summary>EXECUTE_DATA names another command than EXECUTE.</summary>
    ClientCommandMismatch = 0x20,

    /// <summary>The table of hashes is not signed for this device.</summary>
    HashTableAuthenticationFailed = 0x21,

    /// <summary>A segment does not fit its hash.</summary>
    HashVerificationFailed = 0x22,

    /// <summary>The ELF has no table of hashes.</summary>
    HashTableMissing = 0x23,

    /// <summary>The target could not start something.</summary>
    TargetInitFailed = 0x24,

    /// <summary>The image is not signed for this device.</summary>
    ImageAuthenticationFailed = 0x25,

    /// <summary>The table of hashes has a wrong size.</summary>
    InvalidHashTableSize = 0x26,

    /// <summary>The target could not appear on the bus.</summary>
    EnumerationFailed = 0x27,

    /// <summary>A bulk transfer failed in hardware.</summary>
    BulkTransferError = 0x28,
}
