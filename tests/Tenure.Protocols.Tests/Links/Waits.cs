using Tenure.Protocols.Links;

namespace Tenure.Protocols.Tests.Links;

/// <summary>Remembers what was waited for.</summary>
internal sealed class Waits : IProgress<LinkWait>
{
    public List<LinkWait> All { get; } = [];

    public void Report(LinkWait value) => All.Add(value);
}
