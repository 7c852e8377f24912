namespace Tenure.Domain.Operators;

/// <summary>What about an agent somebody should look at. None of it is a proof.</summary>
public enum AgentAlarmKind
{
    /// <summary>Read several times as many cases in a day as on the days before.</summary>
    ReadsMoreThanUsual,

    /// <summary>Read several times as many cases in a day as the others.</summary>
    ReadsMoreThanOthers,

    /// <summary>Is for nearly everything.</summary>
    ApprovesNearlyAll,

    /// <summary>Was for cases sooner than they can be read.</summary>
    ApprovesUnread,

    /// <summary>Was for a case that the server made up, whose papers contradict each other.</summary>
    ApprovedDecoy,
}
