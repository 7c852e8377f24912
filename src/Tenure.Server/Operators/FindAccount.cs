using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Operators;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Platform.Sms;

namespace Tenure.Server.Operators;

/// <summary>Opens the account with exactly this number or address. There is no list and no search by a part; a look that finds nothing is written down as well.</summary>
internal sealed class FindAccount(TenureDb db, OperatorLogBook log, Pepper pepper)
{
    /// <summary>Refuses with <c>not_found</c>; then no account lies open.</summary>
    public async Task<Refusal?> ExecuteAsync(CurrentOperator caller, string identifier, CancellationToken ct)
    {
        if (WellFormedText.Check(identifier, "identifier") is { } malformed)
        {
            return malformed;
        }

        var account = await LookUpAsync(identifier, ct);
        caller.Session.Open(account);
        var typed = Convert.ToHexStringLower(pepper.Mac("operator-look", Encoding.UTF8.GetBytes(Counted(identifier))));
        await log.AppendAsync(
            account is null ? OperatorEvents.FoundNothing : OperatorEvents.Found, new LoggedAct(caller.Operator.Name, account?.ToString(), typed), ct);
        return account is null ? OperatorRefusals.AccountNotFound : null;
    }

    private async Task<AccountId?> LookUpAsync(string identifier, CancellationToken ct)
    {
        if (AccountNumber.TryRead(identifier, out var number))
        {
            return await db.Accounts.Where(a => a.Number == number).Select(a => (AccountId?)a.Id).FirstOrDefaultAsync(ct);
        }

        if (Read(identifier) is not { } address)
        {
            return null;
        }

        var (kind, value) = (address.Kind, address.Value);
        return await db.Identifiers.Where(i => i.Kind == kind && i.Value == value).Select(i => (AccountId?)i.AccountId).FirstOrDefaultAsync(ct);
    }

    // However it was spelt, the same thing has the same hash.
    private static string Counted(string identifier) => AccountNumber.TryRead(identifier, out var number) ? number.Value
        : Read(identifier)?.Value ?? identifier.Trim().ToLowerInvariant();

    private static Address? Read(string identifier) => PhoneNumbers.Read(identifier, region: null, out var phone) is null ? Address.Of(phone)
        : EmailAddress.Read(identifier, out var email) is null ? Address.Of(email)
        : null;
}
