namespace Tenure.Protocols.Sahara;

/// <summary>What a host finds at the other end.</summary>
public enum SaharaStart
{
    /// <summary>A boot ROM that wants something.</summary>
    Target,

    /// <summary>A programmer that runs already, left over from another host: go on with Firehose.</summary>
    ProgrammerRuns,
}
