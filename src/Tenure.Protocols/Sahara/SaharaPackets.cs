namespace Tenure.Protocols.Sahara;

/// <summary>A packet of either side.</summary>
/// <param name="Command">Its first number.</param>
public abstract record SaharaPacket(SaharaCommand Command);

/// <summary>The target begins.</summary>
/// <param name="Version">1 to 3 are known.</param>
/// <param name="Compatible">The lowest version that it speaks, too.</param>
/// <param name="MaxLength">Bytes of a packet that it takes.</param>
/// <param name="Mode">What it wants.</param>
public sealed record SaharaHelloPacket(uint Version, uint Compatible, uint MaxLength, SaharaMode Mode) : SaharaPacket(SaharaCommand.Hello);

/// <summary>The host goes along.</summary>
/// <param name="Version">That both speak from now on.</param>
/// <param name="Compatible">The lowest that the host speaks.</param>
/// <param name="Status">Success, or why it does not go along.</param>
/// <param name="Mode">What is done next.</param>
public sealed record SaharaHelloResponsePacket(uint Version, uint Compatible, SaharaStatus Status, SaharaMode Mode) : SaharaPacket(SaharaCommand.HelloResponse);

/// <summary>The target wants bytes; they follow without a header.</summary>
/// <param name="Image">13 is the programmer.</param>
/// <param name="Offset">In the file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsWide">Written with 64 bits; without, each of the three fits 32.</param>
public sealed record SaharaReadDataPacket(ulong Image, ulong Offset, ulong Length, bool IsWide = false)
    : SaharaPacket(IsWide ? SaharaCommand.ReadData64 : SaharaCommand.ReadData);

/// <summary>The target is done with an image.</summary>
/// <param name="Image">Which.</param>
/// <param name="Status">How it went.</param>
public sealed record SaharaEndImagePacket(uint Image, SaharaStatus Status) : SaharaPacket(SaharaCommand.EndImage);

/// <summary>The host has understood the end of an image.</summary>
public sealed record SaharaDonePacket() : SaharaPacket(SaharaCommand.Done);

/// <summary>Whether there is more.</summary>
/// <param name="Mode">Pending or complete.</param>
public sealed record SaharaDoneResponsePacket(SaharaMode Mode) : SaharaPacket(SaharaCommand.DoneResponse);

/// <summary>The target is to start over.</summary>
public sealed record SaharaResetPacket() : SaharaPacket(SaharaCommand.Reset);

/// <summary>The target starts over.</summary>
public sealed record SaharaResetResponsePacket() : SaharaPacket(SaharaCommand.ResetResponse);

/// <summary>Where the table of the memory lies.</summary>
/// <param name="Address">In the target's memory.</param>
/// <param name="Length">Bytes of the table.</param>
/// <param name="IsWide">Written with 64 bits.</param>
public sealed record SaharaMemoryDebugPacket(ulong Address, ulong Length, bool IsWide = false)
    : SaharaPacket(IsWide ? SaharaCommand.MemoryDebug64 : SaharaCommand.MemoryDebug);

/// <summary>The host wants memory; it follows without a header.</summary>
/// <param name="Address">In the target's memory.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsWide">Written with 64 bits.</param>
public sealed record SaharaMemoryReadPacket(ulong Address, ulong Length, bool IsWide = false)
    : SaharaPacket(IsWide ? SaharaCommand.MemoryRead64 : SaharaCommand.MemoryRead);

/// <summary>The target takes commands.</summary>
public sealed record SaharaCommandReadyPacket() : SaharaPacket(SaharaCommand.CommandReady);

/// <summary>The target is to change its mode.</summary>
/// <param name="Mode">To which.</param>
public sealed record SaharaSwitchModePacket(SaharaMode Mode) : SaharaPacket(SaharaCommand.SwitchMode);

/// <summary>A question.</summary>
/// <param name="Query">Which.</param>
public sealed record SaharaExecutePacket(SaharaQuery Query) : SaharaPacket(SaharaCommand.Execute);

/// <summary>There is an answer.</summary>
/// <param name="Query">To which question.</param>
/// <param name="Length">Bytes.</param>
public sealed record SaharaExecuteResponsePacket(SaharaQuery Query, uint Length) : SaharaPacket(SaharaCommand.ExecuteResponse);

/// <summary>The host wants the answer; it follows without a header.</summary>
/// <param name="Query">To which question.</param>
public sealed record SaharaExecuteDataPacket(SaharaQuery Query) : SaharaPacket(SaharaCommand.ExecuteData);

/// <summary>The target is to start over, whatever it does. Since 2.9.</summary>
public sealed record SaharaResetStateMachinePacket() : SaharaPacket(SaharaCommand.ResetStateMachine);
