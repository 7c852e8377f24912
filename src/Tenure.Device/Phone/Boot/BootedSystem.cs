namespace Tenure.Device.Phone.Boot;

/// <summary>A system that may start.</summary>
/// <param name="Slot"><c>a</c> or <c>b</c>.</param>
/// <param name="Version">As people see it; <c>null</c> where the image says none.</param>
/// <param name="PatchLevel"><c>YYYY-MM-DD</c>; <c>null</c> where the image says none.</param>
/// <param name="RollbackIndexes">What the images carry, by location; empty where nothing was verified.</param>
/// <param name="AntiIndex">What the boot chain carries.</param>
/// <param name="IsVerified">The maker's, and the bootloader is locked.</param>
public sealed record BootedSystem(string Slot, string? Version, string? PatchLevel, IReadOnlyDictionary<uint, ulong> RollbackIndexes, ulong AntiIndex, bool IsVerified);
