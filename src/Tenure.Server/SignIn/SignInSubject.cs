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
/// <param name="KnownUntil">Until when (UTC) the browser or device is known to this account; <c>null</c> when it is not.</param>
/// <param name="OfDevice">What the gate of that browser or device counted; <c>null</c> when it counted nothing.</param>
internal sealed record SignInSubject(AccountId Id, AccountState State, string PasswordHash, DateTimeOffset? KnownUntil, Throttle? OfDevice)
{
    private const string Facts = $"a.id, a.state, a.password_hash, d.expires_at, {Throttles.Columns}";
    private const string Device = "LEFT JOIN known_devices d ON d.account_id = a.id AND d.secret_hash = @p1 LEFT JOIN throttles t ON t.key = @p2";
    private const string ByNumber = $"SELECT {Facts} FROM accounts a {Device} WHERE a.number = @p0";
    private const string ByEmail = $"SELECT {Facts} FROM identifiers i JOIN accounts a ON a.id = i.account_id {Device} WHERE i.kind = 'Email' AND i.value = @p0";

    /// <summary>Finds them; one statement whatever was typed.</summary>
    /// <param name="secretHash">Of the secret that the browser or device keeps; empty when it has none.</param>
    /// <param name="ofDevice">The gate of that secret.</param>
    public static async Task<SignInSubject?> FindAsync(TenureDb db, string typed, byte[] secretHash, Gate ofDevice, CancellationToken ct) =>
        await db.ReadAsync(StatementOf(typed, secretHash, ofDevice), Read, ct) is [var found] ? found : null;

    /// <summary>Whose account a text names, for a browser that keeps secrets of several; one statement whatever was typed.</summary>
    public static async Task<AccountId?> FindIdAsync(TenureDb db, string typed, CancellationToken ct)
    {
        var statement = AccountNumber.TryRead(typed, out var number)
            ? new Statement("SELECT id FROM accounts WHERE number = @p0", number.Value)
            : new Statement("SELECT account_id FROM identifiers WHERE kind = 'Email' AND value = @p0", AddressOf(typed));
        return await db.ReadAsync(statement, row => new AccountId(row.GetGuid(0)), ct) is [var found] ? found : null;
    }

    // What is no address is looked up all the same: not to look would be quicker, and that can be seen.
    private static Statement StatementOf(string typed, byte[] secretHash, Gate ofDevice) => AccountNumber.TryRead(typed, out var number)
        ? new(ByNumber, number.Value, secretHash, ofDevice.Key)
        : new(ByEmail, AddressOf(typed), secretHash, ofDevice.Key);

    private static string AddressOf(string typed) => EmailAddress.Read(typed, out var address) is null ? address.Value : "";

    private static SignInSubject Read(DbDataReader row) => new(
        new AccountId(row.GetGuid(0)), Enum.Parse<AccountState>(row.GetString(1)), row.GetString(2),
        row.IsDBNull(3) ? null : UtcTimeConverter.FromStored(row.GetDateTime(3)), row.IsDBNull(4) ? null : Throttles.Read(row, 4));
}
