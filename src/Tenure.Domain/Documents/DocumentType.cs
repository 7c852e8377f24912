namespace Tenure.Domain.Documents;

/// <summary>What a document is by its first bytes; its name and what a browser says count for nothing.</summary>
public enum DocumentType
{
    /// <summary>ITU-T T.81.</summary>
    Jpeg,

    /// <summary>PNG (W3C).</summary>
    Png,

    /// <summary>ISO 32000.</summary>
    Pdf,

    /// <summary>ISO/IEC 23008-12: what phones take pictures in.</summary>
    Heic,
}
