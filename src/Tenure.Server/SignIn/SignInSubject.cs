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
/// <param name="KnownUntil">Until when (UTC) the browser or device is known to this account; <c>null</c> when it is not.</param>
/// <param name="OfDevice">What the gate of that browser or device counted; <c>null</c> when it counted nothing.</param>
internal sealed record SignInSubject(
    AccountId Id, AccountState State, string PasswordHash, DateTimeOffset PasswordChosenAt, bool AlwaysAsk, DateTimeOffset? KnownUntil, Throttle? OfDevice)
{
    // One row and the same look-ups, whether or not there is such an account.
    private const string Facts = $"SELECT a.id, a.state, a.password_hash, a.password_chosen_at, a.always_ask, d.expires_at, {Throttles.Columns} FROM (SELECT 1 AS one) o";
    private const string Device =
        """
        LEFT JOIN known_devices d ON d.account_id = COALESCE(a.id, @p3) AND d.secret_hash = @p1
        LEFT JOIN throttles t ON t.key = @p2
        """;
    private const string ByNumber = $"{Facts} LEFT JOIN accounts a ON a.number = @p0 {Device}";
    private const string ByEmail =
        $"""
        {Facts} LEFT JOIN identifiers i ON i.kind = 'Email' AND i.value = @p0
        LEFT JOIN accounts a ON a.id = COALESCE(i.account_id, @p3) {Device}
        """;

    /// <summary>Finds them; one statement whatever was typed.</summary>
    /// <param name="secretHash">Of the secret that the browser or device keeps; empty when it has none.</param>
    /// <param name="ofDevice">The gate of that secret.</param>
    public static async Task<SignInSubject?> FindAsync(TenureDb db, TypedIdentifier typed, byte[] secretHash, Gate ofDevice, CancellationToken ct)
    {
        var (sql, value) = typed.Number is { } number ? (ByNumber, number) : (ByEmail, typed.Email);
        return (await db.ReadAsync(new(sql, value, secretHash, ofDevice.Key, Guid.Empty), Read, ct))[0];
    }

    /// <summary>Whose account a text names, for a browser that keeps secrets of several; one statement whatever was typed.</summary>
    public static async Task<AccountId?> FindIdAsync(TenureDb db, TypedIdentifier typed, CancellationToken ct)
    {
        var statement = typed.Number is { } number
            ? new Statement("SELECT id FROM accounts WHERE number = @p0", number)
            : new Statement("SELECT account_id FROM identifiers WHERE kind = 'Email' AND value = @p0", typed.Email);
        return await db.ReadAsync(statement, row => new AccountId(row.GetGuid(0)), ct) is [var found] ? found : null;
    }

    private static SignInSubject? Read(DbDataReader row) => row.IsDBNull(0) ? null : new(
        new AccountId(row.GetGuid(0)), Enum.Parse<AccountState>(row.GetString(1)), row.GetString(2), UtcTimeConverter.FromStored(row.GetDateTime(3)),
        row.GetBoolean(4), row.IsDBNull(5) ? null : UtcTimeConverter.FromStored(row.GetDateTime(5)), row.IsDBNull(6) ? null : Throttles.Read(row, 6));
}
