namespace Tenure.Protocols.Links;

/// <summary>A host waits now, for something, and not for ever.</summary>
/// <param name="For">What for.</param>
/// <param name="Until">When it gives up.</param>
public readonly record struct LinkWait(WaitReason For, DateTimeOffset Until);
