using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Mail;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>
/// Sends the codes that prove an address. An e-mail address gets a few codes a day, so that nobody can try many; whoever asks for more makes it get its own code, which nobody
/// can guess and which is good wherever the address is to be proven. So a stranger cannot use up what its owner needs. A phone number gets what <see cref="CodeSms"/> allows.
/// </summary>
internal sealed class AddressCodes(Codes codes, RateLimits limits, RegistrationRules rules, CodeSms sms, Outbox outbox, TimeProvider clock)
{
    /// <summary>Sends a code in the caller's transaction, where one is due. The owner of an address that is known is told so instead, as often.</summary>
    /// <param name="transaction">What the code is bound to.</param>
    /// <param name="address">Where it goes.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="isKnown">Whether the address belongs to an account that the caller may not know of.</param>
    /// <param name="language">The language to write in.</param>
    /// <param name="network">Who asks.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>A refusal, or the hash of the code that is now the transaction's; <c>null</c> for both when the address's own takes its place.</returns>
    public Task<(Refusal? Refusal, byte[]? Hash)> SendAsync(
        byte[] transaction, Address address, AddressCodePurpose purpose, bool isKnown, string language, Network network, CancellationToken ct) =>
        address.Phone is { } number
            ? SendSmsAsync(transaction, number, isKnown, language, network, ct)
            : SendMailAsync(transaction, EmailAddress.FromStored(address.Value), purpose, isKnown, language, ct);

    /// <summary>The hash to try for digits that were typed.</summary>
    /// <param name="transaction">What the code is bound to.</param>
    /// <param name="address">Where it went.</param>
    /// <param name="digits">As typed.</param>
    /// <param name="sent">The hash of the code that was sent.</param>
    public byte[] HashOf(byte[] transaction, Address address, string digits, byte[] sent) =>
        address.Email is { } email && codes.IsOfAddress(email, digits, clock.GetUtcNow()) ? sent : codes.HashOf(transaction, digits);

    private async Task<(Refusal? Refusal, byte[]? Hash)> SendSmsAsync(byte[] transaction, PhoneNumber number, bool isKnown, string language, Network network, CancellationToken ct)
    {
        var (code, hash) = codes.Draw(transaction);
        var refusal = await sms.SendToStrangerAsync(number, language, isKnown ? null : code, network, clock.GetUtcNow() + rules.CodeLifetime, ct);
        return (refusal, isKnown ? Codes.NoCode() : hash);
    }

    private async Task<(Refusal? Refusal, byte[]? Hash)> SendMailAsync(
        byte[] transaction, EmailAddress address, AddressCodePurpose purpose, bool isKnown, string language, CancellationToken ct)
    {
        var (code, hash) = codes.Draw(transaction);
        if (await limits.TakeAsync(new RateLimit(rules.CodesPerDay, TimeSpan.FromDays(1)), "registration-code", address.Value, ct) is null)
        {
            outbox.Enqueue((isKnown ? AccountMails.Known(purpose, language) : AccountMails.Code(purpose, language, code, rules.CodeLifetime)).To(address.Value));
            return (null, isKnown ? Codes.NoCode() : hash);
        }

        if (await limits.TakeAsync(new RateLimit(1, rules.AddressCodeEvery), "address-code", address.Value, ct) is null)
        {
            outbox.Enqueue((isKnown ? AccountMails.Known(purpose, language) : AccountMails.AddressCode(purpose, language, codes.OfAddress(address, clock.GetUtcNow()))).To(address.Value));
        }

        return (null, null);
    }
}
