namespace Tenure.Protocols.Sahara;

/// <summary>How far an upload is.</summary>
/// <param name="Image">Which image.</param>
/// <param name="Reached">The end of what was read furthest in, in bytes. Targets read in their own order, and some bytes twice.</param>
/// <param name="Length">Bytes of the file; a target need not read all of it.</param>
public readonly record struct SaharaProgress(ulong Image, long Reached, long Length);
