namespace Tenure.Domain.Accounts;

/// <summary>Every "no" about deleting an account.</summary>
public static class DeletionRefusals
{
    /// <summary>Something stands in the way: a held device, an open case.</summary>
    public static readonly Refusal Blocked = new("deletion_blocked", "Something stands in the way of deleting the account. The page lists it, with the way to clear each.", RefusalKind.Conflict);

    /// <summary>It was asked for already.</summary>
    public static readonly Refusal Pending = new("deletion_pending", "The account is to be deleted already.", RefusalKind.Conflict);

    /// <summary>Nobody asked for it.</summary>
    public static readonly Refusal NotAsked = new("deletion_not_asked", "The account is not to be deleted.", RefusalKind.Conflict);

    /// <summary>The link calls nothing off: the deletion was called off, or done, or there never was one.</summary>
    public static readonly Refusal Over = new("deletion_over", "This deletion was called off, or is done. The link does nothing any more.", RefusalKind.Gone);
}
