namespace Tenure.Flash.Restores;

/// <summary>Why a restore ended before it was done. Nothing is lost by it: it can be begun again and goes on.</summary>
public enum RestoreFault
{
    /// <summary>The device says nothing: its power must be cycled, into this mode again.</summary>
    Silent,

    /// <summary>The connection to the device broke.</summary>
    Gone,

    /// <summary>The boot ROM does not take the programmer.</summary>
    ProgrammerRefused,

    /// <summary>The programmer has no lock that could be asked, and none is expected to be flashed so.</summary>
    NoEvidence,

    /// <summary>The device refuses the ticket.</summary>
    TicketRefused,

    /// <summary>The storage is of another kind or too small.</summary>
    StorageWrong,

    /// <summary>The device refuses a part, or it is not what was sent, twice.</summary>
    WriteRefused,

    /// <summary>A check before the first byte stopped it.</summary>
    CheckFailed,

    /// <summary>The device takes only what a table of digests lists, and the package has none.</summary>
    TablesMissing,

    /// <summary>What was sent is not what the tables of digests list: the device must be started anew.</summary>
    TablesRefused,

    /// <summary>The device does not let its storage be divided so.</summary>
    ProvisioningRefused,
}
