namespace Tenure.Flash.Fastboot;

/// <summary>What a bootloader says of its device. Nothing of it is proven.</summary>
public sealed record FastbootFacts
{
    /// <summary>The product; what scripts and manifests are held against.</summary>
    public required string Product { get; init; }

    /// <summary>The serial number.</summary>
    public string? Serial { get; init; }

    /// <summary>False while only consented things may be written; <c>null</c> when it does not say.</summary>
    public bool? IsUnlocked { get; init; }

    /// <summary>The anti-rollback index; 0 where there is none.</summary>
    public uint AntiRollback { get; init; }

    /// <summary>Bytes of a download, at most.</summary>
    public long MaxDownload { get; init; }

    /// <summary>a or b; <c>null</c> without slots.</summary>
    public char? Slot { get; init; }

    /// <summary>Percent; <c>null</c> when it does not say.</summary>
    public int? Battery { get; init; }

    /// <summary>The day of the security patches of the system that it started last; <c>null</c> when it does not say.</summary>
    public DateOnly? PatchLevel { get; init; }

    /// <summary>True in fastboot of the recovery system, which knows logical partitions.</summary>
    public bool IsUserspace { get; init; }
}
