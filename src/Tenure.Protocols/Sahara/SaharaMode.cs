namespace Tenure.Protocols.Sahara;

/// <summary>What a target and a host do together.</summary>
public enum SaharaMode : uint
{
    /// <summary>The target wants images.</summary>
    ImagePending = 0,

    /// <summary>The target has its images.</summary>
    ImageComplete = 1,

    /// <summary>A crash dump.</summary>
    MemoryDebug = 2,

    /// <summary>Questions and answers.</summary>
    Command = 3,
}
