namespace Tenure.Protocols.Gpt;

/// <summary>A partition: sectors <paramref name="FirstSector"/> to <paramref name="LastSector"/>, both included.</summary>
/// <param name="Name">1 to 36 UTF-16 units; unique on the disk.</param>
/// <param name="TypeId">What it is for; never all zero.</param>
/// <param name="UniqueId">This very partition.</param>
/// <param name="FirstSector">Counted from the start of the disk.</param>
/// <param name="LastSector">At least <paramref name="FirstSector"/>.</param>
/// <param name="Attributes">UEFI 2.10 §5.3.3; bits 48 to 55 hold A/B state on many phones.</param>
public sealed record GptPartition(string Name, Guid TypeId, Guid UniqueId, long FirstSector, long LastSector, ulong Attributes = 0)
{
    /// <summary>The type that Linux uses for data.</summary>
    public static readonly Guid LinuxData = new("0fc63daf-8483-4772-8e79-3d69d8477de4");
}
