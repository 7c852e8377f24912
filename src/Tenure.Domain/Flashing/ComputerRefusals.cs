namespace Tenure.Domain.Flashing;

/// <summary>Every "no" about the computers of an account.</summary>
public static class ComputerRefusals
{
    /// <summary>No proof of a computer's key, a wrong one, or one for another request.</summary>
    public static readonly Refusal Unproven = new("computer_unproven", "The request does not prove which computer it comes from.", RefusalKind.NotAllowed);

    /// <summary>The proof's nonce was used, has run out, or is none.</summary>
    public static readonly Refusal NonceSpent = new("computer_nonce_spent", "The nonce of the computer's proof was used or has run out: ask for a new one.", RefusalKind.Conflict);

    /// <summary>The session did not begin on this computer.</summary>
    public static readonly Refusal Session = new("computer_session", "This session was begun by a code from another screen, or on a phone. Sign in on this computer itself.", RefusalKind.NotAllowed);

    /// <summary>The account has as many as it may.</summary>
    public static readonly Refusal Limit = new("computer_limit", "Your account has as many computers as it may. Remove one first.", RefusalKind.Conflict, Most: BoundComputer.MostOfAccount);

    /// <summary>Not bound to the caller's account.</summary>
    public static readonly Refusal NotBound = new("computer_not_bound", "This computer is not bound to your account. Bind it first.", RefusalKind.NotAllowed);

    /// <summary>It was bound, and somebody removed it.</summary>
    /// <param name="ago">How long ago; said in whole minutes, hours or days.</param>
    public static Refusal Removed(TimeSpan ago) => new("computer_removed", "This computer was removed from your account. If you did not do that, look at your account's latest events before you bind it again.", RefusalKind.NotAllowed, Age: Whole(ago));

    /// <summary>Bound, but not yet.</summary>
    public static readonly Refusal Waiting = new("computer_waiting", "This computer was bound with a code by mail and waits for a day.", RefusalKind.Conflict);

    /// <summary>None of the caller's.</summary>
    public static readonly Refusal NotFound = new("not_found", "There is no such computer.", RefusalKind.NotFound);

    // As one says it: nobody counts minutes of last week.
    private static TimeSpan Whole(TimeSpan time) =>
        time >= TimeSpan.FromDays(2) ? TimeSpan.FromDays(time.Days) : time >= TimeSpan.FromHours(1) ? TimeSpan.FromHours((int)time.TotalHours) : TimeSpan.FromMinutes(Math.Max(1, time.Minutes));
}
