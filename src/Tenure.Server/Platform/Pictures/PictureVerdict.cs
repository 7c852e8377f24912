namespace Tenure.Server.Platform.Pictures;

/// <summary>How the picture program ended, as its exit code. Any other end was not its own.</summary>
internal enum PictureVerdict
{
    /// <summary>The pictures are on its standard output.</summary>
    Done = 0,

    /// <summary>Not a picture, or a damaged one.</summary>
    Unreadable = 11,

    /// <summary>More pixels than are decoded.</summary>
    TooManyPixels = 12,

    /// <summary>Not enough memory for it.</summary>
    TooCostly = 13,

    /// <summary>The program could not give up its rights, and has read nothing.</summary>
    Unlimited = 14,
}
