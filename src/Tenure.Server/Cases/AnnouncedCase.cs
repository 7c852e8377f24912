using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

/// <summary>What the holder is told of a case about their account or device. Nothing of who asks.</summary>
/// <param name="Number">As it is shown.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="State">How far it is.</param>
/// <param name="Device">Which device, by its model; <c>null</c> in a recovery.</param>
/// <param name="DeviceId">Its id, for its holder; <c>null</c> in a recovery and in a link.</param>
/// <param name="DueAt">When it is decided at the earliest (UTC).</param>
internal sealed record AnnouncedCase(string Number, CaseKind Kind, CaseState State, string? Device, string? DeviceId, DateTimeOffset? DueAt);
