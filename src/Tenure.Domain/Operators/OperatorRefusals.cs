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

    /// <summary>A passkey's name is empty, too long, or holds what is no text.</summary>
    public static readonly Refusal PasskeyNameMalformed = new("passkey_name_malformed", "The name of a passkey is a short text on one line.", RefusalKind.Invalid, "name", Least: 1, Most: Passkey.MaxNameLength);

    /// <summary>What a browser sent as a passkey's answer is none.</summary>
    public static readonly Refusal PasskeyMalformed = new("passkey_malformed", "No answer of a passkey came that can be read. Passkeys need JavaScript.", RefusalKind.Invalid);

    /// <summary>A passkey's answer is not for this server, this person or what was asked; or the user was not verified.</summary>
    public static readonly Refusal PasskeyRefused = new("passkey_refused", "The passkey's answer does not hold: it is not for this page, not yours, or you were not verified.", RefusalKind.NotAllowed);

    /// <summary>What a passkey signed is too old, or was used.</summary>
    public static readonly Refusal PasskeyLate = new("passkey_late", "The passkey's answer is too old or was used. Sign once more.", RefusalKind.Conflict);

    /// <summary>Who decides has no passkey.</summary>
    public static readonly Refusal PasskeyMissing = new("passkey_missing", "A decision is signed with a passkey, and you have none.", RefusalKind.NotAllowed);

    /// <summary>No passkey counts yet; it says how long.</summary>
    public static readonly Refusal PasskeyWaiting = new("passkey_waiting", "Your passkey does not count yet.", RefusalKind.Conflict);

    /// <summary>They have as many passkeys as they may.</summary>
    public static readonly Refusal PasskeyLimit = new("passkey_limit", "You have as many passkeys as one person may have.", RefusalKind.Conflict, Most: ServerOperator.MostPasskeys);

    /// <summary>The counter of a passkey did not go on.</summary>
    public static readonly Refusal PasskeyCopied = new("passkey_copied", "There seems to be a copy of this passkey: its counter went back. It was taken away.", RefusalKind.NotAllowed);

    /// <summary>The signer of tickets takes no votes of the passkey.</summary>
    public static readonly Refusal PasskeyNotAtSigner = new("passkey_not_at_signer", "The signer does not know your passkey. Whoever runs the signer tells it with the command on your page of passkeys.", RefusalKind.NotAllowed);
}
