using Tenure.Domain.Operators;
using Tenure.Server.Cases.Contracts;

namespace Tenure.Server.Operators;

/// <summary>What somebody sees of the queue.</summary>
/// <param name="Role">Theirs.</param>
/// <param name="Mine">What they were drawn for: the one that is taken away first is the first.</param>
/// <param name="Counts">Of all.</param>
/// <param name="Own">Of their own work; <c>null</c> for who decides nothing.</param>
internal sealed record CaseQueue(OperatorRole Role, IReadOnlyList<CaseInQueue> Mine, CaseCounts Counts, OwnWork? Own)
{
    /// <summary>How far the cases are that agents look at, and how many are announced: nobody who votes sees it, who could tell from it what another has said.</summary>
    public bool SeesStates => Role is OperatorRole.Operator or OperatorRole.Auditor;

    /// <summary>What came of cases: an agent would tell by it what was a decoy.</summary>
    public bool SeesEnds => Role != OperatorRole.Agent;
}

/// <summary>An agent's own work.</summary>
/// <param name="Decided">Votes in 90 days.</param>
/// <param name="Reversed">Of what they were for, what the holder ended.</param>
/// <param name="Reads">Cases that they opened today (UTC).</param>
/// <param name="MostReads">How many they may open in a day.</param>
internal sealed record OwnWork(int Decided, int Reversed, int Reads, int MostReads);
