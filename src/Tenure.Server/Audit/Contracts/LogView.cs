using Tenure.Protocols.Log;

namespace Tenure.Server.Audit.Contracts;

/// <summary>The log as a browser is shown it.</summary>
/// <param name="Now">What was signed last.</param>
/// <param name="Signed">The same as it travels, base64url: what the browser keeps.</param>
/// <param name="Before">What it was shown last; <c>null</c> for the first time.</param>
/// <param name="Fits">Whether the log has grown out of that, or a root says that another log took its place.</param>
internal sealed record LogView(Checkpoint Now, string Signed, Checkpoint? Before, bool Fits);
