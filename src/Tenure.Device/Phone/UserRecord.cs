namespace Tenure.Device.Phone;

/// <summary>What the system keeps for its user. All of it goes with a wipe.</summary>
public sealed record UserRecord
{
    /// <summary>BCP 47 tag of the language chosen first.</summary>
    public string? Language { get; init; }

    /// <summary>The holding (32 hex digits) this user data was set up for; without it the phone is not set up.</summary>
    public string? Holding { get; init; }

    /// <summary>The ticket (32 hex digits) under which the phone is used without an account with this user data.</summary>
    public string? Opened { get; init; }

    /// <summary>How the holder signed in: account number, e-mail address or phone number.</summary>
    public string? Identifier { get; init; }

    /// <summary>The refresh token of the holder's session.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Spares the code at the next sign-in on this phone.</summary>
    public string? KnownDevice { get; init; }

    /// <summary>Optional consents that were given.</summary>
    public IReadOnlyList<string> Consents { get; init; } = [];

    /// <summary>Id (32 hex digits) of a hold ticket that a person was shown and has not taken; owed to the server as declined.</summary>
    public string? Offered { get; init; }

    /// <summary>Whether its user switched OEM unlocking on: without it the bootloader asks for no unlock ticket.</summary>
    public bool IsUnlockAllowed { get; init; }

    /// <summary>What opens the screen; <c>null</c> when there is no screen lock.</summary>
    public Block.EraseCodeHash? ScreenLock { get; init; }

    /// <summary>Wrong codes of the screen lock in a row, over restarts.</summary>
    public int WrongScreenCodes { get; init; }

    /// <summary>The case that was opened on this phone.</summary>
    public KeptCase? Case { get; init; }

    /// <summary>A step that waits for a code.</summary>
    public PendingStep? Pending { get; init; }

    /// <summary>The last restore by a workshop that the holder has seen on this phone; <c>null</c> before the first.</summary>
    public string? SeenRestore { get; init; }
}
