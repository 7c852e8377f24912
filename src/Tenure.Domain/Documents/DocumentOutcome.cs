namespace Tenure.Domain.Documents;

/// <summary>How what the documents were for ended.</summary>
public enum DocumentOutcome
{
    /// <summary>Refused, withdrawn or run out.</summary>
    Refused,

    /// <summary>Granted: sealed from then on.</summary>
    Granted,
}
