using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Device.Phone;

namespace Tenure.Device.Agent;

/// <summary>A new password for a forgotten one, at the phone: address, code, password, and a second proof where the account has one.</summary>
public sealed class PhoneReset(PhoneCore phone, TenureClient client)
{
    private const string Kind = "reset";

    /// <summary>Whether a reset with this address waits, from before the phone was switched off.</summary>
    public bool IsWaiting(string address) =>
        phone.UserData.Record.Pending is { Kind: Kind } pending && string.Equals(pending.Identifier, address, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the code was accepted and only the password is missing.</summary>
    public bool IsVerified => phone.UserData.Record.Pending is { Kind: Kind, Verified: true };

    /// <summary>Asks for a code at the address; the answer is the same whether or not it has an account.</summary>
    public async Task StartAsync(string address, CancellationToken ct)
    {
        var started = await client.StartResetAsync(new StartReset(address), ct).ConfigureAwait(false);
        phone.UserData.Save(phone.UserData.Record with { Pending = new PendingStep(Kind, address, started.Reset) });
    }

    /// <summary>Proves the address.</summary>
    public async Task VerifyAsync(string code, CancellationToken ct)
    {
        var pending = Waiting();
        await client.VerifyResetAsync(pending.Handle, new VerifyReset(code), ct).ConfigureAwait(false);
        phone.UserData.Save(phone.UserData.Record with { Pending = pending with { Verified = true } });
    }

    /// <summary>Sends a code to an address of another kind, where the account has one; a recovery code does as well.</summary>
    public async Task SendProofAsync(CancellationToken ct)
    {
        try
        {
            await client.SendResetProofAsync(Waiting().Handle, ct).ConfigureAwait(false);
        }
        catch (TenureProblemException none) when (none.Code == "not_found")
        {
            // Only paper will do.
        }
    }

    /// <summary>Chooses the new password. Whatever the phone knew of a sign-in is over.</summary>
    /// <param name="password">The new one.</param>
    /// <param name="proof">The second proof, or <c>null</c>.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task CompleteAsync(string password, string? proof, CancellationToken ct)
    {
        await client.ResetPasswordAsync(Waiting().Handle, new ResetPassword(password, proof), ct).ConfigureAwait(false);
        phone.UserData.Save(phone.UserData.Record with { KnownDevice = null, RefreshToken = null, Pending = null });
    }

    private PendingStep Waiting() => phone.UserData.Record.Pending is { Kind: Kind } pending ? pending : throw new InvalidOperationException("No reset is under way.");
}
