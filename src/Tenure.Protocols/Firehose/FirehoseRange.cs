namespace Tenure.Protocols.Firehose;

/// <summary>A run of sectors that exists on this device.</summary>
/// <param name="Unit">The logical unit.</param>
/// <param name="First">The first sector.</param>
/// <param name="Sectors">How many, at least one.</param>
public readonly record struct FirehoseRange(int Unit, long First, long Sectors);
