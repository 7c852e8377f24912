namespace Tenure.Flash.Fastboot;

/// <summary>The bootloader said FAIL.</summary>
/// <param name="command">What it was asked.</param>
/// <param name="reason">In its words, without control characters.</param>
public sealed class FastbootRefusedException(string command, string reason) : Exception($"{command}: {reason}")
{
    /// <summary>What it was asked.</summary>
    public string Command { get; } = command;

    /// <summary>In its words.</summary>
    public string Reason { get; } = reason;
}
