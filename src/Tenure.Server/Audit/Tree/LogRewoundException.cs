using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Audit.Tree;

/// <summary>The database's log is behind what this server signed, or another one: to go on from here would fork it.</summary>
internal sealed class LogRewoundException(string message) : StartRefusedException(message);
