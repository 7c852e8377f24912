using Tenure.Domain.Cases;

namespace Tenure.Server.Cases.Contracts;

/// <summary>Another case that has something in common with the one on the desk. Nothing of what agents said about it.</summary>
/// <param name="Number">As it is shown.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="State">How far it is, as its person sees it.</param>
/// <param name="SubmittedAt">When it was handed in (UTC).</param>
/// <param name="IsSameThing">Whether it is about the same account or device.</param>
/// <param name="IsSameContact">Whether it has the same proven contact address.</param>
/// <param name="IsSameNetwork">Whether it was opened in the same network.</param>
internal sealed record SimilarCase(string Number, CaseKind Kind, CaseState State, DateTimeOffset SubmittedAt, bool IsSameThing, bool IsSameContact, bool IsSameNetwork)
{
    /// <summary>As many as are shown.</summary>
    public const int Most = 20;
}
