using System.ComponentModel.DataAnnotations;

namespace Tenure.Client.Flashing;

/// <summary>Binds the computer whose key proves this request: with two proofs. At once with a recovery code or a code by SMS, after 24 hours with a code by mail.</summary>
/// <param name="Name">What the computer is called, 1 to 80 characters; shown to its holder.</param>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code that was sent (purpose <c>computerBind</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code that was sent; absent for a recovery code.</param>
public sealed record BindComputer(
    [property: Required, StringLength(80, MinimumLength = 1)] string Name,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>A computer that is bound to the caller's account, or waits to be.</summary>
/// <param name="Id">RFC 7638 thumbprint of its key, base64url, 43 characters.</param>
/// <param name="Name">What it is called.</param>
/// <param name="AppliedAt">When it was asked for (UTC).</param>
/// <param name="BoundAt">From when it counts (UTC).</param>
/// <param name="IsBound">Whether it counts now.</param>
public sealed record Computer(string Id, string Name, DateTimeOffset AppliedAt, DateTimeOffset BoundAt, bool IsBound);

/// <summary>How the computer stands whose key proves the request.</summary>
/// <param name="State"><c>bound</c>, <c>waiting</c> or <c>notBound</c>.</param>
/// <param name="Id">Of its key.</param>
/// <param name="Computer">The binding; <c>null</c> when there is none.</param>
/// <param name="MayBind">Whether the calling session may bind it: one that a code from another screen began may not.</param>
/// <param name="Workshops">How it stands for each workshop that the caller works for; <c>null</c> from servers of before.</param>
/// <param name="RemovedAt">When it was removed from the account (UTC); <c>null</c> where it was not, or not in the last 60 days.</param>
public sealed record ThisComputer(string State, string Id, Computer? Computer, bool MayBind, IReadOnlyList<WorkshopBinding>? Workshops = null, DateTimeOffset? RemovedAt = null);

/// <summary>How the computer stands for a workshop.</summary>
/// <param name="Workshop">Its name.</param>
/// <param name="State"><c>bound</c>, <c>waiting</c> or <c>notBound</c>.</param>
/// <param name="AppliedAt">When it was asked for (UTC); <c>null</c> when it was not.</param>
/// <param name="BoundAt">From when it counts (UTC); <c>null</c> when it was not asked for.</param>
public sealed record WorkshopBinding(string Workshop, string State, DateTimeOffset? AppliedAt, DateTimeOffset? BoundAt);

/// <summary>Binds the computer whose key proves this request to a workshop whose head the caller is: with two proofs, and after 24 hours in which all members are told.</summary>
/// <param name="Workshop">The workshop's name.</param>
/// <param name="Name">What the computer is called, 1 to 80 characters; shown to members and to holders.</param>
/// <param name="Password">The caller's password, once more.</param>
/// <param name="Code">The code that was sent (purpose <c>computerBind</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code that was sent; absent for a recovery code.</param>
public sealed record BindWorkshopComputer(
    [property: Required, StringLength(60, MinimumLength = 1)] string Workshop,
    [property: Required, StringLength(80, MinimumLength = 1)] string Name,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>Says who works for a workshop from now on; of a head.</summary>
/// <param name="Workshop">The workshop's name.</param>
/// <param name="Number">The number of the person's account.</param>
/// <param name="Password">The caller's password, once more.</param>
public sealed record AddWorkshopMember(
    [property: Required, StringLength(60, MinimumLength = 1)] string Workshop,
    [property: Required, StringLength(40, MinimumLength = 1)] string Number,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>Says who does not work for a workshop any more; of a head.</summary>
/// <param name="Workshop">The workshop's name.</param>
/// <param name="Number">The number of the person's account.</param>
public sealed record RemoveWorkshopMember([property: Required, StringLength(60, MinimumLength = 1)] string Workshop, [property: Required, StringLength(40, MinimumLength = 1)] string Number);

/// <summary>Removes a computer from a workshop whose head the caller is.</summary>
/// <param name="Workshop">The workshop's name.</param>
/// <param name="ComputerId">The computer.</param>
public sealed record RemoveWorkshopComputer([property: Required, StringLength(60, MinimumLength = 1)] string Workshop, [property: Required, StringLength(43, MinimumLength = 43)] string ComputerId);
