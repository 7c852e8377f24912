namespace Tenure.Domain.Operators;

/// <summary>Every "no" about operators and what they do.</summary>
public static class OperatorRefusals
{
    /// <summary>Not a name that an operator may have.</summary>
    public static readonly Refusal NameMalformed = new(
        "operator_name_malformed", "An operator's name is made of a to z, 0 to 9, dot, underscore and hyphen, and begins with a letter.", RefusalKind.Invalid, "name", Least: OperatorName.MinLength, Most: OperatorName.MaxLength);

    /// <summary>Another operator has or had the name; a log that names somebody must not come to mean somebody else.</summary>
    public static readonly Refusal NameTaken = new("operator_name_taken", "There is or was an operator of this name.", RefusalKind.Conflict, "name");

    /// <summary>The reason for an act is missing, too long, or holds line breaks.</summary>
    public static readonly Refusal ReasonMalformed = new("reason_malformed", "A reason is a sentence on one line.", RefusalKind.Invalid, "reason", Least: WrittenReason.MinLength, Most: WrittenReason.MaxLength);

    /// <summary>No account has exactly this identifier.</summary>
    public static readonly Refusal AccountNotFound = new("not_found", "No account has this identifier.", RefusalKind.NotFound, "identifier");

    /// <summary>The form was about another account than the one that lies open now.</summary>
    public static readonly Refusal OtherAccount = new("other_account", "Another account was opened meanwhile. Look at it again.", RefusalKind.Conflict);

    /// <summary>No role is offered to them, it was agreed on already, or who agrees is they themselves.</summary>
    public static readonly Refusal RoleNotOffered = new("role_not_offered", "No role is offered that you could confirm.", RefusalKind.Conflict, "name");
}
