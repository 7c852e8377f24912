using Tenure.Protocols.Sahara;

namespace Tenure.Protocols.Tests.Fuzz;

/// <summary>A target that wants a programmer, whatever it is, and knows one answer.</summary>
internal sealed class OneImage : ISaharaTarget
{
    public IReadOnlyList<ISaharaLoader> Start() => [new SaharaElfLoader(13, _ => SaharaStatus.Success)];

    public byte[]? Answer(SaharaQuery query) => query == SaharaQuery.SerialNumber ? [1, 2, 3, 4] : null;
}
