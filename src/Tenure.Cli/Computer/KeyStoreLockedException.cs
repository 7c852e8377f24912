namespace Tenure.Cli.Computer;

/// <summary>The desktop's key store is locked, and asks for something that a command line cannot give.</summary>
internal sealed class KeyStoreLockedException() : Exception("The key store is locked.");
