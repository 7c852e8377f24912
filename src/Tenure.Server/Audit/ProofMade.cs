namespace Tenure.Server.Audit;

/// <summary>A proof that was written.</summary>
/// <param name="File">Where.</param>
/// <param name="Entries">How many entries it proves.</param>
/// <param name="Size">Entries of the log under whose checkpoint it proves them.</param>
/// <param name="Fingerprint">Of the root that whoever checks it must know.</param>
internal sealed record ProofMade(string File, int Entries, long Size, string Fingerprint);
