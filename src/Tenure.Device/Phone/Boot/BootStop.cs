namespace Tenure.Device.Phone.Boot;

/// <summary>Why a phone does not start its system. Each has a way out.</summary>
public enum BootStop
{
    /// <summary>Sectors do not count, for they were being written or are not the maker's: only emergency mode starts.</summary>
    HalfWritten,

    /// <summary>A loader is half written, or not the maker's: only emergency mode starts.</summary>
    LoaderBroken,

    /// <summary>The loader is older than the fuse allows: only emergency mode starts.</summary>
    LoaderTooOld,

    /// <summary>The system is for another hardware region, and the bootloader is locked.</summary>
    WrongRegion,

    /// <summary>The system is for another board, and the bootloader is locked.</summary>
    WrongProduct,

    /// <summary>The system is older than one that ran before, and the bootloader is locked.</summary>
    SystemTooOld,

    /// <summary>A partition is not what the maker signed, and the bootloader is locked.</summary>
    SystemChanged,

    /// <summary>There is nothing that could be started.</summary>
    NoSystem,
}
