using Tenure.Device.Phone;

namespace Tenure.Device.Agent;

/// <summary>A server that was asked who it is. The fingerprint is computed from its root, not taken from its word.</summary>
/// <param name="Name">The service's name for people.</param>
/// <param name="Candidate">What would be pinned.</param>
/// <param name="IsPinned">Whether this phone already belongs to it.</param>
public sealed record MetServer(string Name, PinnedServer Candidate, bool IsPinned);
