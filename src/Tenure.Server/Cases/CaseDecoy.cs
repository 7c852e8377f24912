using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

/// <summary>What an agent is shown of a case that the server made up: there is no account and no device behind it. That a case has such a row is said to nobody while the case is open.</summary>
internal sealed class CaseDecoy
{
    /// <summary>The case.</summary>
    public required CaseId CaseId { get; init; }

    /// <summary>The person's case that it follows: one decoy each.</summary>
    public required CaseId Seed { get; init; }

    /// <summary>When it is handed in (UTC).</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The masked holder that is shown.</summary>
    public required string Holder { get; init; }

    /// <summary>The model that is shown; <c>null</c> in a recovery.</summary>
    public string? Model { get; init; }

    /// <summary>Facts beside its documents, by their names, separated by spaces.</summary>
    public required string Facts { get; init; }

    /// <summary>What makes a wait long.</summary>
    public CaseFlags Flags { get; init; }

    /// <summary>The device's history as <see cref="Contracts.DeviceMoment"/> writes it.</summary>
    public required string History { get; init; }

    /// <summary>When it was written down that it was one, after its end (UTC).</summary>
    public DateTimeOffset? ReportedAt { get; set; }

    /// <summary>What speaks for it beside its documents.</summary>
    public IEnumerable<CaseFact> ShownFacts => Facts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<CaseFact>);
}
