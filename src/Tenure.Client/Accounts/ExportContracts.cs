using System.ComponentModel.DataAnnotations;

namespace Tenure.Client.Accounts;

/// <summary>Has everything about the account put into an archive: with two proofs.</summary>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code that was sent (purpose <c>accountExport</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code that was sent; absent for a recovery code.</param>
public sealed record AskExport(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>Fetches the archive: with two proofs made for that.</summary>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code that was sent (purpose <c>fetchExport</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code that was sent; absent for a recovery code.</param>
public sealed record FetchExport(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>How the export of an account stands.</summary>
/// <param name="State"><c>none</c>, <c>making</c>, <c>waiting</c> until it can be fetched, or <c>ready</c> for that.</param>
/// <param name="AskedAt">When it was asked for (UTC).</param>
/// <param name="Done">Parts that are in the archive, while it is made.</param>
/// <param name="Of">Parts that will be; 0 before it is begun.</param>
/// <param name="Bytes">Of the archive; <c>null</c> before it is ready.</param>
/// <param name="UsableAt">From when on it can be fetched (UTC): a day after it was asked for with a code by mail or SMS.</param>
/// <param name="EndsAt">Until when it can be fetched (UTC); <c>null</c> before it is ready.</param>
/// <param name="NextFrom">From when on another one may be asked for (UTC), by their number; <c>null</c> when now.</param>
/// <param name="Refused">The code of what forbids both now, as in problems: a freeze, a quiet time; <c>null</c> when nothing does.</param>
/// <param name="NeedsRecoveryCode">Whether it is fetched with a recovery code alone: the account has one that counts.</param>
public sealed record Export(string State, DateTimeOffset? AskedAt, int Done, int Of, long? Bytes, DateTimeOffset? UsableAt, DateTimeOffset? EndsAt, DateTimeOffset? NextFrom, string? Refused, bool NeedsRecoveryCode = false);
