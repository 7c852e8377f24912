using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Device.Phone;

namespace Tenure.Device.Agent;

/// <summary>Making an account in the first-boot wizard: address, code, password.</summary>
public sealed class PhoneRegistration(PhoneCore phone, TenureClient client)
{
    private const string Kind = "registration";

    /// <summary>Whether a registration of this address waits, from before the phone was switched off.</summary>
    public bool IsWaiting(StartRegistration asked) => phone.UserData.Record.Pending is { Kind: Kind } pending
        && string.Equals(pending.Identifier, AddressOf(asked), StringComparison.OrdinalIgnoreCase);

    /// <summary>Asks for a code at the address; the answer is the same whether or not it has an account.</summary>
    public async Task StartAsync(StartRegistration asked, CancellationToken ct)
    {
        var started = await client.StartRegistrationAsync(asked, ct).ConfigureAwait(false);
        phone.UserData.Save(phone.UserData.Record with { Pending = new PendingStep(Kind, AddressOf(asked), started.Registration) });
    }

    /// <summary>Asks for another code.</summary>
    public Task ResendAsync(CancellationToken ct) => client.ResendRegistrationAsync(Waiting().Handle, ct);

    /// <summary>Proves the address.</summary>
    public async Task VerifyAsync(string code, CancellationToken ct)
    {
        var pending = Waiting();
        if (pending.Verified)
        {
            return;
        }

        await client.VerifyRegistrationAsync(pending.Handle, new VerifyRegistration(code), ct).ConfigureAwait(false);
        phone.UserData.Save(phone.UserData.Record with { Pending = pending with { Verified = true } });
    }

    /// <summary>Whether the code was accepted and only the password is missing.</summary>
    public bool IsVerified => phone.UserData.Record.Pending is { Kind: Kind, Verified: true };

    /// <summary>Makes the account; this phone is known to it from then on.</summary>
    /// <returns>The account number.</returns>
    public async Task<string> CompleteAsync(string password, string? nickname, string language, CancellationToken ct)
    {
        var created = await client
            .CreateAccountAsync(Waiting().Handle, new CreateAccount(password, nickname, language), ct)
            .ConfigureAwait(false);
        phone.UserData.Save(phone.UserData.Record with { Identifier = created.AccountNumber, KnownDevice = created.KnownDevice, Pending = null });
        return created.AccountNumber;
    }

    // The country belongs to the number: the same digits are somebody else's elsewhere.
    private static string AddressOf(StartRegistration asked) => asked.Email ?? $"{asked.Phone} {asked.Country}".TrimEnd();

    private PendingStep Waiting() => phone.UserData.Record.Pending is { Kind: Kind } pending
        ? pending
        : throw new InvalidOperationException("No registration is under way.");
}
