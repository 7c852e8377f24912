namespace Tenure.Server.Audit.Tree;

/// <summary>The signer does not sign the log's next checkpoint: what waits goes on waiting.</summary>
/// <param name="code">The refusal's code.</param>
internal sealed class LogNotSignedException(string code) : Exception($"The log's checkpoint was not signed: {code}.");
