using Tenure.Domain.Devices;

namespace Tenure.Domain.Contacts;

/// <summary>A message of a <see cref="ContactThread"/>.</summary>
/// <param name="DeviceId">The phone.</param>
/// <param name="ThreadId">The conversation.</param>
/// <param name="Number">From 1, in the order in which they were written.</param>
/// <param name="ByHolder">Whether the holder wrote it.</param>
/// <param name="IsHidden">Whether the finder alone sees it: it was written after a block.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Text">Plain text in lines.</param>
public sealed record ContactMessage(DeviceId DeviceId, Guid ThreadId, int Number, bool ByHolder, bool IsHidden, DateTimeOffset At, string Text);
