using System.ComponentModel.DataAnnotations;

namespace Tenure.Client.Accounts;

/// <summary>Has the account deleted: with two proofs.</summary>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code that was sent (purpose <c>accountDeletion</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code that was sent; absent for a recovery code.</param>
/// <param name="Seal">Ids of lost devices that stay locked under a release code; absent for none.</param>
public sealed record AskDeletion(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null,
    [property: MaxLength(100)] IReadOnlyList<string>? Seal = null);

/// <summary>The account will be deleted.</summary>
/// <param name="AskedAt">When it was asked for (UTC).</param>
/// <param name="DueAt">When it is erased (UTC); until then it can be called off anywhere.</param>
/// <param name="ReleaseCodes">For each device that will be sealed; shown this once.</param>
public sealed record DeletionAsked(DateTimeOffset AskedAt, DateTimeOffset DueAt, IReadOnlyList<ReleaseCode> ReleaseCodes);

/// <summary>What lets a sealed device go, once the account is erased.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Model">What it calls itself.</param>
/// <param name="Code">Seven groups of four characters.</param>
public sealed record ReleaseCode(string DeviceId, string Model, string Code);

/// <summary>How the deletion of an account stands.</summary>
/// <param name="AskedAt">When it was asked for (UTC); <c>null</c> when it was not.</param>
/// <param name="DueAt">When the account is erased (UTC); <c>null</c> when it will not be.</param>
/// <param name="Refused">The code of what forbids to ask for it now, as in problems: a freeze, a quiet time; <c>null</c> when nothing does.</param>
/// <param name="InTheWay">What stands in the way.</param>
public sealed record Deletion(DateTimeOffset? AskedAt, DateTimeOffset? DueAt, string? Refused, IReadOnlyList<InTheWay> InTheWay);

/// <summary>Something that stands in the way of deleting an account.</summary>
/// <param name="Kind"><c>device_held</c>, <c>device_lost</c> (it can be sealed), <c>case_open</c> or <c>dispute_open</c>.</param>
/// <param name="Name">What it is called; <c>null</c> for none.</param>
/// <param name="Path">The page where it is cleared; <c>null</c> for none.</param>
/// <param name="Device">The device's id where it is one.</param>
public sealed record InTheWay(string Kind, string? Name, string? Path, string? Device);
