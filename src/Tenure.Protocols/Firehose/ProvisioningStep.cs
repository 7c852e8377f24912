namespace Tenure.Protocols.Firehose;

/// <summary>What an element of a <see cref="Provisioning"/> says.</summary>
public enum ProvisioningStep
{
    /// <summary>What holds for the storage as a whole; whatever came before is forgotten.</summary>
    Begin,

    /// <summary>A unit.</summary>
    Unit,

    /// <summary>The end, as a trial: the device says whether it could.</summary>
    Try,

    /// <summary>The end: the storage is divided so.</summary>
    Commit,
}
