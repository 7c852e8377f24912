using System.Data.Common;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>Whom a sign-in means.</summary>
/// <param name="Id">The account that a typed account number or address belongs to.</param>
/// <param name="State">Whether anybody may sign in to it.</param>
/// <param name="PasswordHash">As <see cref="Account.PasswordHash"/>.</param>
/// <param name="PasswordChosenAt">As <see cref="Account.PasswordChosenAt"/>: what is found right is right for this password only.</param>
/// <param name="AlwaysAsk">As <see cref="Account.AlwaysAsk"/>.</param>
/// <param name="KnownDevice">What the gate of the browser or device counts, this try among it; <c>null</c> when the account does not know it, and nothing was counted.</param>
internal sealed record SignInSubject(AccountId Id, AccountState State, string PasswordHash, DateTimeOffset PasswordChosenAt, bool AlwaysAsk, Counted? KnownDevice)
{
    // One row and the same look-ups, whether or not there is such an account.
    private const string Of = "(SELECT 1 AS one) o";
    private const string ByNumber = $"{Of} LEFT JOIN accounts a ON a.number = $1";
    private const string ByAddress =
        $"""
        {Of} LEFT JOIN identifiers i ON i.kind = $6 AND i.value = $1
        LEFT JOIN accounts a ON a.id = COALESCE(i.account_id, $3)
        """;
    private const string Device = "known_devices d ON d.account_id = COALESCE(a.id, $3) AND d.secret_hash = $2 AND d.expires_at > $4";

    /// <summary>Finds them, and counts the try at the gate of the browser or device if the account knows it. One round trip and the same two statements whatever was typed.</summary>
    /// <param name="secretHash">Of the secret that the browser or device keeps; empty when it has none.</param>
    /// <param name="ofDevice">The gate of that secret.</param>
    public static async Task<SignInSubject?> FindAsync(TenureDb db, TypedIdentifier typed, byte[] secretHash, Gate ofDevice, DateTimeOffset now, CancellationToken ct)
    {
        var (of, value) = typed.Number is { } number ? (ByNumber, number) : (ByAddress, typed.Value);
        object[] parameters = [value, secretHash, Guid.Empty, UtcTimeConverter.ToStored(now), ofDevice.Key, typed.Kind.ToString()];
        var facts = new Statement(
            $"""
            SELECT a.id, a.state, a.password_hash, a.password_chosen_at, a.always_ask, d.account_id, {Throttles.Columns} FROM {of}
            LEFT JOIN {Device} LEFT JOIN throttles t ON t.key = $5
            """,
            parameters);
        var counting = Throttles.Counting($"SELECT $5, 1, $4, $7 FROM {of} JOIN {Device} WHERE a.id IS NOT NULL", [.. parameters, UtcTimeConverter.ToStored(now + ofDevice.Rule.ForgottenAfter)]);
        var (found, counted) = await db.ReadBothAsync(facts, Read, counting, row => Throttles.Read(row, 0), ct);
        return found is [{ Subject: { } subject } one] ? subject with { KnownDevice = one.IsKnown && counted is [var after] ? new(one.Before, after) : null } : null;
    }

    /// <summary>Whose account a text names, for a browser that keeps secrets of several; one statement whatever was typed.</summary>
    public static async Task<AccountId?> FindIdAsync(TenureDb db, TypedIdentifier typed, CancellationToken ct)
    {
        var statement = typed.Number is { } number
            ? new Statement("SELECT id FROM accounts WHERE number = $1", number)
            : new Statement("SELECT account_id FROM identifiers WHERE kind = $2 AND value = $1", typed.Value, typed.Kind.ToString());
        return await db.ReadAsync(statement, row => new AccountId(row.GetGuid(0)), ct) is [var found] ? found : null;
    }

    private static (SignInSubject? Subject, bool IsKnown, Throttle? Before) Read(DbDataReader row) => row.IsDBNull(0) ? default : (
        new SignInSubject(
            new AccountId(row.GetGuid(0)), Enum.Parse<AccountState>(row.GetString(1)), row.GetString(2), UtcTimeConverter.FromStored(row.GetDateTime(3)), row.GetBoolean(4), KnownDevice: null),
        !row.IsDBNull(5),
        row.IsDBNull(6) ? null : Throttles.Read(row, 6));
}
