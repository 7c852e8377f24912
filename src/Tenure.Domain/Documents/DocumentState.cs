namespace Tenure.Domain.Documents;

/// <summary>How far a document is.</summary>
public enum DocumentState
{
    /// <summary>Not all of it is there.</summary>
    Arriving,

    /// <summary>All of it is there; nobody has looked at it.</summary>
    Received,

    /// <summary>Pictures were made of it; what was sent is erased.</summary>
    Kept,

    /// <summary>It was not taken; nothing of it is left but the reason.</summary>
    Refused,
}
