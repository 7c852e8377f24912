namespace Tenure.Domain.Accounts;

/// <summary>Every "no" about the addresses of an account.</summary>
public static class AddressRefusals
{
    /// <summary>The account has as many of the kind as it may.</summary>
    public static readonly Refusal TooMany = new("address_limit", "The account has as many addresses of the kind as it may have.", RefusalKind.Conflict, "address", Most: AddressBook.MostOfAKind);

    /// <summary>Without it nothing would be left that a code can be sent to.</summary>
    public static readonly Refusal Last = new("address_last", "This is the last address that proves who you are.", RefusalKind.Conflict, "address");

    /// <summary>The account has no such address.</summary>
    public static readonly Refusal NotFound = new("not_found", "There is no such thing.", RefusalKind.NotFound, "address");

    /// <summary>The change was undone, or is older than can be undone, or there is no such change: all look alike.</summary>
    public static readonly Refusal UndoOver = new("undo_over", "This change can no longer be undone.", RefusalKind.Gone);
}
