using Tenure.Domain;

namespace Tenure.Architecture.Fixtures.Refusals;

/// <summary>What the page of this folder injects.</summary>
internal sealed class AsksForRefusals
{
    private readonly Refusal? refusal = new("no", "No.", RefusalKind.Invalid);

    public Task<Refusal?> AskAsync() => Task.FromResult(refusal);
}
