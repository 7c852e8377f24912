namespace Tenure.Cli.Flash;

/// <summary>What a person is told that is waited for.</summary>
internal enum WaitWord
{
    /// <summary>The first sign of life.</summary>
    FirstWord,

    /// <summary>That the device takes what is written.</summary>
    Taken,

    /// <summary>An answer.</summary>
    Answer,

    /// <summary>That signatures are checked.</summary>
    Checking,

    /// <summary>The response after a write.</summary>
    Written,

    /// <summary>That it comes back after a restart.</summary>
    Back,

    /// <summary>A ticket from a file.</summary>
    Ticket,
}
