using Tenure.Device.Phone;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Agent;

/// <summary>A server that was asked who it is. The fingerprint is computed from its root, not taken from its word.</summary>
/// <param name="Name">The service's name for people.</param>
/// <param name="Candidate">What would be pinned.</param>
/// <param name="IsPinned">Whether this phone already belongs to it.</param>
/// <param name="Heard">What its roots had to say, and what this phone has done.</param>
public sealed record MetServer(string Name, PinnedServer Candidate, bool IsPinned, IReadOnlyList<RootStatementKind> Heard);
