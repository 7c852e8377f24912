namespace Tenure.Domain.Cases;

/// <summary>Every "no" about cases.</summary>
public static class CaseRefusals
{
    /// <summary>No such case, another's secret, or a case whose data are gone: all look alike.</summary>
    public static readonly Refusal Unknown = new("case_unknown", "There is no such case, or its link is wrong.", RefusalKind.NotFound);

    /// <summary>This cannot be done with the case as it stands.</summary>
    public static readonly Refusal Elsewhere = new("case_elsewhere", "The case is not where this can be done.", RefusalKind.Conflict);

    /// <summary>Its person has not proven the contact address.</summary>
    public static readonly Refusal ContactUnproven = new("case_contact_unproven", "The contact address has not been proven yet.", RefusalKind.Conflict);

    /// <summary>A message of no or too many characters, or with characters that cannot be shown.</summary>
    public static readonly Refusal MessageMalformed = new("case_message_malformed", "The message is empty, too long, or has characters that cannot be shown.", RefusalKind.Invalid, "text", Most: CaseRules.LongestMessage);

    /// <summary>Its person wrote too often.</summary>
    public static readonly Refusal MessagesLimited = new("case_messages", "There are too many messages in this case.", RefusalKind.Conflict, Most: CaseRules.MostMessages);

    /// <summary>Evidence is taken only before the case is handed in, or when an agent asked for more.</summary>
    public static readonly Refusal TakesNoEvidence = new("case_takes_no_evidence", "This case takes no evidence now.", RefusalKind.Conflict);

    /// <summary>Another case about the same was handed in and is not over.</summary>
    public static readonly Refusal Open = new("case_open", "A case about this is open already.", RefusalKind.Conflict);

    /// <summary>Too many in a year.</summary>
    public static readonly Refusal Limited = new("case_limit", "There were too many cases about this in a year.", RefusalKind.Conflict, Most: CaseRules.MostInAYear);

    /// <summary>The cost of one more case is time.</summary>
    public static readonly Refusal TooEarly = new("case_early", "This case can be handed in later.", RefusalKind.Conflict);

    /// <summary>The link came in place of another a short while ago.</summary>
    public static readonly Refusal LinkNew = new("case_link_new", "This link is new. What was granted can be taken later.", RefusalKind.Conflict);

    /// <summary>Whoever opened, edited or decided a case decides nothing more in it.</summary>
    public static readonly Refusal OwnCase = new("case_own", "You have had a hand in this case.", RefusalKind.NotAllowed);

    /// <summary>The case is not what the agent saw.</summary>
    public static readonly Refusal Changed = new("case_changed", "The case has changed since you looked at it.", RefusalKind.Conflict);

    /// <summary>Only a senior decides this.</summary>
    public static readonly Refusal NeedsSenior = new("case_senior", "A senior decides this.", RefusalKind.NotAllowed);

    /// <summary>Too little speaks for it.</summary>
    public static readonly Refusal TooLittle = new("case_too_little", "Too little speaks for this case.", RefusalKind.Conflict, Least: CaseScore.Least);

    /// <summary>Both sides are still heard.</summary>
    public static readonly Refusal Hearing = new("case_hearing", "Both sides are still heard.", RefusalKind.Conflict);

    /// <summary>The device's screen was not unlocked for this: whoever found it sees and says nothing.</summary>
    public static readonly Refusal DeviceLocked = new("case_device_locked", "The device's screen lock was not opened for this.", RefusalKind.NotAllowed);

    /// <summary>This way has objected to the case before.</summary>
    public static readonly Refusal ContestedBefore = new("case_contested_before", "This way has objected to this case before.", RefusalKind.Gone);
}
