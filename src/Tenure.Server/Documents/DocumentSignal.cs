using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Documents;

/// <summary>Wakes whoever looks at documents in this process; one that it misses is found by the next look a second later.</summary>
internal sealed class DocumentSignal : WakeSignal;
