namespace Tenure.Domain.Operators;

/// <summary>What somebody who works on the server may do.</summary>
public enum OperatorRole
{
    /// <summary>Runs the server; decides no cases.</summary>
    Operator,

    /// <summary>Decides cases, and sees nothing else.</summary>
    Agent,

    /// <summary>An agent who also decides disputes, lost devices, and where two agents differ.</summary>
    Senior,

    /// <summary>Reads the log and the statistics; does nothing.</summary>
    Auditor,
}
