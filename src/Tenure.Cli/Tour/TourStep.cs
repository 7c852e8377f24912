namespace Tenure.Cli.Tour;

/// <summary>One step of the tour and what was seen from outside.</summary>
/// <param name="Name">Stable.</param>
/// <param name="Proven">Whether what was seen is what had to be seen.</param>
/// <param name="Values">Figures, states and answers, the same in every language.</param>
/// <param name="Otherwise">What was seen where that was something else; <c>null</c> for a step that was not reached.</param>
internal sealed record TourStep(string Name, bool Proven, object[] Values, string? Otherwise = null)
{
    /// <summary>What was seen, in words.</summary>
    public string Detail(TourText text) => Proven ? CommandOutput.Format(text.Details[Name], Values) : Otherwise ?? text.NotReached;
}
