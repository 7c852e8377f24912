namespace Tenure.Domain.Devices;

/// <summary>What came of a device's report.</summary>
public enum ReportOutcome
{
    /// <summary>It stands as the server thought, or is behind: then it is told.</summary>
    Agreed,

    /// <summary>It is ahead of the server, which takes over how it stands.</summary>
    Adopted,

    /// <summary>It says that it is ahead and shows nothing that bears our signature, or the holder is nobody that this server knows. Nothing changes, and it has not reported.</summary>
    Unproven,
}
