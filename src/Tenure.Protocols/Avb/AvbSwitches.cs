namespace Tenure.Protocols.Avb;

/// <summary>What a vbmeta image switches off. A locked device takes none that switches something off.</summary>
[Flags]
public enum AvbSwitches : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Hash trees are not looked at while the system runs.</summary>
    HashtreeDisabled = 1,

    /// <summary>Nothing is looked at.</summary>
    VerificationDisabled = 2,
}
