using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Devices.Transfers;

/// <summary>The receipt of a transfer as one side of it reads it.</summary>
/// <param name="Model">What the device calls itself.</param>
/// <param name="IsGiver">Whether the reader gave it; else they took it.</param>
/// <param name="Other">The other side, masked; <c>null</c> when that account is gone.</param>
/// <param name="Erase">Whether the data on it was erased.</param>
/// <param name="ConfirmedAt">When its holder confirmed who takes it (UTC).</param>
/// <param name="DoneAt">When it changed hands (UTC).</param>
/// <param name="Entries">Of its log, from the confirmation to the activation, with their numbers in the log of all devices; <c>null</c> while one waits for its number.</param>
/// <param name="Signed">The checkpoint that proves them; <c>null</c> before the first.</param>
/// <param name="Root">Under which it was signed.</param>
/// <param name="File">All of this as <c>tenure audit verify</c> reads it; <c>null</c> while an entry waits.</param>
internal sealed record TransferReceipt(
    string Model, bool IsGiver, string? Other, bool Erase, DateTimeOffset ConfirmedAt, DateTimeOffset DoneAt, IReadOnlyList<(LogLine Line, long? Index)> Entries, Checkpoint? Signed, KeyThumbprint? Root, byte[]? File);
