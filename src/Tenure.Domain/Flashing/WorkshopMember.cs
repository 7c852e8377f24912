using Tenure.Domain.Accounts;

namespace Tenure.Domain.Flashing;

/// <summary>A person who works for a workshop, with an ordinary account of their own.</summary>
/// <param name="accountId">Whose.</param>
/// <param name="workshopId">For which.</param>
/// <param name="isHead">Whether they may bind computers and say who works there.</param>
/// <param name="addedAt">Since when (UTC).</param>
public sealed class WorkshopMember(AccountId accountId, Guid workshopId, bool isHead, DateTimeOffset addedAt)
{
    /// <summary>Whose.</summary>
    public AccountId AccountId { get; private set; } = accountId;

    /// <summary>For which.</summary>
    public Guid WorkshopId { get; private set; } = workshopId;

    /// <summary>Whether they may bind computers and say who works there. Heads themselves are the operator's matter.</summary>
    public bool IsHead { get; private set; } = isHead;

    /// <summary>Since when (UTC).</summary>
    public DateTimeOffset AddedAt { get; private set; } = addedAt;

    /// <summary>The operator says anew whether they may.</summary>
    public void SetHead(bool isHead) => IsHead = isHead;
}
