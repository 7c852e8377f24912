using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Audit.Tree;

/// <summary>Says in this process that an entry waits; one that is missed is found by the next look a second later.</summary>
internal sealed class LogSignal : WakeSignal;
