namespace Tenure.Flash.Scripts;

/// <summary>One thing that a flash script does.</summary>
/// <param name="Line">Of the script, from 1.</param>
/// <param name="OnlyIf">A variable that must begin with a value, else the step is passed over; <c>null</c> for a step that is always done.</param>
public abstract record FastbootStep(int Line, VariableStart? OnlyIf = null);

/// <summary>Ends the job unless a variable is one of those values.</summary>
public sealed record CheckStep(int Line, string Variable, IReadOnlyList<VariableStart> OneOf, VariableStart? OnlyIf = null) : FastbootStep(Line, OnlyIf);

/// <summary>Ends the job when the device's anti-rollback index is above the package's.</summary>
/// <param name="Index">The number that the script itself has; <c>null</c> for none.</param>
/// <param name="IsFileLast">Whether the script reads anti_version.txt after its own number: the file's counts then, where there is one.</param>
public sealed record AntiRollbackStep(int Line, string Variable, uint? Index, bool IsFileLast, VariableStart? OnlyIf = null) : FastbootStep(Line, OnlyIf)
{
    /// <summary>The package's index.</summary>
    /// <param name="inFile">Of anti_version.txt; <c>null</c> where there is none.</param>
    /// <returns><c>null</c> where the package has none, which counts as 0.</returns>
    public uint? IndexWith(uint? inFile) => IsFileLast ? inFile ?? Index : Index ?? inFile;
}

/// <summary>Erases a partition.</summary>
public sealed record EraseStep(int Line, string Partition, VariableStart? OnlyIf = null) : FastbootStep(Line, OnlyIf);

/// <summary>Writes a file to a partition.</summary>
/// <param name="File">Relative to the package.</param>
public sealed record FlashStep(int Line, string Partition, string File, VariableStart? OnlyIf = null) : FastbootStep(Line, OnlyIf);

/// <summary>Starts from this slot from now on.</summary>
public sealed record ActivateStep(int Line, char Slot, VariableStart? OnlyIf = null) : FastbootStep(Line, OnlyIf);

/// <summary>Locks the bootloader, which erases user data.</summary>
public sealed record LockStep(int Line, string Command, VariableStart? OnlyIf = null) : FastbootStep(Line, OnlyIf);

/// <summary>Restarts; only the bootloader's own restart may have steps behind it.</summary>
public sealed record RebootStep(int Line, bool ToBootloader, VariableStart? OnlyIf = null) : FastbootStep(Line, OnlyIf);
