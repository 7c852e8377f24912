namespace Tenure.Protocols.Identifiers;

/// <summary>Why a typed text is no IMEI.</summary>
public enum ImeiFault
{
    /// <summary>Not 14 to 16 digits, or nothing but zeros.</summary>
    Malformed,

    /// <summary>The last of fifteen digits is not the Luhn digit of the others.</summary>
    CheckDigitWrong,
}
