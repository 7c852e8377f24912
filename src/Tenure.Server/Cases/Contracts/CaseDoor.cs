using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Server.Data;
using Tenure.Server.Documents.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Cases.Contracts;

/// <summary>Lets in who knows the secret of a case.</summary>
internal sealed class CaseDoor(TenureDb db, DocumentFolders folders, TimeProvider clock)
{
    /// <summary>The request header that holds the secret on the API: it never stands in an address, which ends up in logs.</summary>
    public const string Header = "Case-Secret";

    /// <summary>The longest secret that is looked at.</summary>
    public const int LongestSecret = 100;

    private const int MostTries = 20;

    private static readonly byte[] Nobodys = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>The case; refuses with <c>case_unknown</c> alike when the number is none, the secret is another, or the data are gone.</summary>
    /// <param name="number">As typed.</param>
    /// <param name="secret">As in the link.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<CaseAtDoor>> FindAsync(string number, string? secret, CancellationToken ct)
    {
        var found = await OpenAsync(number, secret, ct);
        return found.Refusal is { } refusal ? refusal : At(found.Value);
    }

    /// <summary>The same for a link that may be a new one, which opens nothing until it is taken into use; and whether it is one.</summary>
    public async Task<Answer<(CaseAtDoor Case, bool IsNew)>> LookAsync(string number, string? secret, CancellationToken ct)
    {
        var found = await KnownAsync(number, secret, ct);
        return found.Refusal is { } refusal ? refusal : (At(found.Value.Case), found.Value.IsNew);
    }

    /// <summary>Takes a new link into use, and saves: the one before ends, and the keys that were got by it. Of one that is in use already nothing changes.</summary>
    /// <remarks>Never on a GET: scanners of mail follow links. And not when it is sent: else whoever knows number and address could end the link of its person each day.</remarks>
    public async Task<Answer<CaseAtDoor>> UseAsync(string number, string? secret, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var found = await KnownAsync(number, secret, ct);
                if (found.Refusal is { } refusal)
                {
                    return refusal;
                }

                var (one, isNew) = found.Value;
                if (isNew)
                {
                    one.Renew(clock.GetUtcNow());
                    await folders.EndKeysAsync(one.Id.Value, ct);
                    await db.SaveChangesAsync(ct);
                }

                return At(one);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostTries)
            {
                // Another request of the same link was faster, or the clock brought the case on.
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>The case, tracked.</summary>
    internal async Task<Answer<Case>> OpenAsync(string number, string? secret, CancellationToken ct)
    {
        var found = await KnownAsync(number, secret, ct);
        return found.Refusal is { } refusal ? refusal : found.Value.IsNew ? CaseRefusals.Unknown : found.Value.Case;
    }

    private static CaseAtDoor At(Case one) => new(one.Id, one.Number, one.Language, one.TakesEvidence);

    private async Task<Answer<(Case Case, bool IsNew)>> KnownAsync(string number, string? secret, CancellationToken ct)
    {
        if (WellFormedText.Check(number, "number") is not null || secret is not { Length: <= LongestSecret } || WellFormedText.Check(secret, "secret") is not null)
        {
            return CaseRefusals.Unknown;
        }

        _ = CaseNumber.Read(number, out var read);
        var found = await db.Cases.FirstOrDefaultAsync(c => c.Number == read, ct);
        var key = Codes.KeyOf(secret);
        var isRight = CryptographicOperations.FixedTimeEquals(key, found is { SecretHash.Length: > 0 } ? found.SecretHash : Nobodys);
        var isNext = CryptographicOperations.FixedTimeEquals(key, found?.NextSecretHash ?? Nobodys);
        if (found is null || !(isRight || isNext))
        {
            return CaseRefusals.Unknown;
        }

        return (found, isNext && !isRight);
    }
}
