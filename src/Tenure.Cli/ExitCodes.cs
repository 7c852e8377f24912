namespace Tenure.Cli;

/// <summary>What the exit codes of <c>tenure</c> mean; docs/operate/command-line.md lists them.</summary>
internal static class ExitCodes
{
    /// <summary>Done; after <c>phone boot</c>: the phone runs, or signed out as asked.</summary>
    public const int Done = 0;

    /// <summary>Something unforeseen.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>No phone in the folder, or one already, or it is in use.</summary>
    public const int Folder = 3;

    /// <summary>The phone is at the wizard: not activated.</summary>
    public const int Wizard = 10;

    /// <summary>The phone is at its lock screen.</summary>
    public const int Locked = 11;

    /// <summary>The block cannot be trusted, or the pin is lost, and the server was not reached.</summary>
    public const int LockedUntilSync = 12;

    /// <summary>A code was sent by mail or SMS; start again with it.</summary>
    public const int CodeNeeded = 13;

    /// <summary>The server refused.</summary>
    public const int Refused = 20;

    /// <summary>The server cannot be reached.</summary>
    public const int NoNetwork = 21;

    /// <summary>The server was not confirmed, or is not the one this phone belongs to.</summary>
    public const int ServerNotTrusted = 22;

    /// <summary>The phone refused the server's ticket.</summary>
    public const int TicketRefused = 23;

    /// <summary>User data has no room left.</summary>
    public const int StorageFull = 24;

    /// <summary>The boot chain stopped: no system starts.</summary>
    public const int DoesNotStart = 25;

    /// <summary>The name or the password is wrong.</summary>
    public const int WrongPassword = 26;

    /// <summary>Too often: wait, as the message says.</summary>
    public const int TooOften = 27;

    /// <summary>The account is frozen, or a way into it is new: wait, as the message says.</summary>
    public const int Frozen = 28;

    /// <summary>The power failed, as asked for by <c>--power-cut</c>.</summary>
    public const int PowerCut = 30;

    /// <summary>What was written to the phone is not whole: it starts nothing but its emergency mode.</summary>
    public const int Damaged = 31;

    /// <summary>A check before the first byte stopped flashing.</summary>
    public const int FlashStopped = 40;

    /// <summary>Flashing ended before it was done; the same command goes on.</summary>
    public const int FlashBroken = 41;

    /// <summary>The firmware package is not used.</summary>
    public const int PackageRefused = 42;
}
