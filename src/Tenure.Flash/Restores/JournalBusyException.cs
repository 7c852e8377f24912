namespace Tenure.Flash.Restores;

/// <summary>Another restore of the same device and package has the journal open.</summary>
/// <param name="inner">What the system said.</param>
public sealed class JournalBusyException(IOException inner) : Exception(inner.Message, inner);
