using Tenure.Protocols.Log;

namespace Tenure.Server.Audit.Contracts;

/// <summary>A root's word that a log is over and another one takes its place.</summary>
/// <param name="Said">What it says.</param>
/// <param name="Bytes">As it was signed: what phones are shown.</param>
internal sealed record SignedSuccession(LogSuccession Said, byte[] Bytes);
