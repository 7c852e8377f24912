using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;

namespace Tenure.Server.Devices;

/// <summary>What of a device's log is proven to its holder.</summary>
/// <param name="Holding">Whose details are shown.</param>
/// <param name="Length">Entries that there are.</param>
/// <param name="Checkpoint">What they are proven under.</param>
internal sealed record ProvenHistory(HoldingId Holding, long Length, KeptCheckpoint Checkpoint);
