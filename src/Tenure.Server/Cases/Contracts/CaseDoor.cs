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

    private static readonly byte[] Nobodys = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>The case; refuses with <c>case_unknown</c> alike when the number is none, the secret is another, or the data are gone.</summary>
    /// <param name="number">As typed.</param>
    /// <param name="secret">As in the link.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<CaseAtDoor>> FindAsync(string number, string? secret, CancellationToken ct)
    {
        var found = await OpenAsync(number, secret, ct);
        return found.Refusal is { } refusal ? refusal : new CaseAtDoor(found.Value.Id, found.Value.Number, found.Value.Language, found.Value.TakesEvidence);
    }

    /// <summary>The case, tracked.</summary>
    internal async Task<Answer<Case>> OpenAsync(string number, string? secret, CancellationToken ct)
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

        return isNext ? await RenewAsync(found, key, ct) : found;
    }

    // The one before ends with the first use of the one that came in its place, not when it is sent: else whoever knows number and address could end it for its person each day.
    private async Task<Answer<Case>> RenewAsync(Case found, byte[] key, CancellationToken ct)
    {
        found.Renew(clock.GetUtcNow());
        await folders.EndKeysAsync(found.Id.Value, ct);
        try
        {
            await db.SaveChangesAsync(ct);
            return found;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another request of the same link was faster, or the clock brought it on.
            db.ChangeTracker.Clear();
            return await db.Cases.FirstOrDefaultAsync(c => c.Id == found.Id && (c.SecretHash == key || c.NextSecretHash == key), ct) is { } now ? now : CaseRefusals.Unknown;
        }
    }
}
