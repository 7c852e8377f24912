using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Device.Phone;

namespace Tenure.Device.Agent;

/// <summary>The sign-in of a person on this phone: native, as draft-ietf-oauth-first-party-apps has it, with the code step kept over power-off.</summary>
public sealed class HolderSession(PhoneCore phone, TenureClient account)
{
    private const string SignInKind = "sign-in";

    // Digits of the longest code that goes by mail or SMS; a recovery code has 28 characters.
    private const int LongestSentCode = 12;

    private string? accessToken;

    /// <summary>Identifier and password; on a phone the server does not know yet a second proof follows.</summary>
    /// <exception cref="OAuthException">Refused, throttled, or busy.</exception>
    public async Task<SignInProgress> StartAsync(string identifier, string password, CancellationToken ct)
    {
        var pkce = Pkce.Create();
        var known = IsSame(identifier) ? phone.UserData.Record.KnownDevice : null;
        var step = await account.SignIn
            .StartNativeAsync(TokenClient.PhoneClient, identifier, password, known, phone.Facts.Model, pkce, ct)
            .ConfigureAwait(false);
        if (step.AuthSession is { } session)
        {
            phone.UserData.Save(phone.UserData.Record with { Pending = new PendingStep(SignInKind, identifier, session, pkce.Verifier) });
            return SignInProgress.CodeNeeded;
        }

        return Keep(identifier, step);
    }

    /// <summary>Whether a sign-in of this identifier waits for its code, from before the phone was switched off.</summary>
    public bool IsWaitingForCode(string identifier) =>
        phone.UserData.Record.Pending is { Kind: SignInKind } pending && string.Equals(pending.Identifier, identifier, StringComparison.Ordinal);

    /// <summary>The code from the message, or one of the recovery codes on paper: what is too long for the first is the second.</summary>
    /// <exception cref="OAuthException">Wrong, spent or expired.</exception>
    public async Task<SignInProgress> ContinueAsync(string code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        var pending = phone.UserData.Record.Pending is { Kind: SignInKind } waiting
            ? waiting
            : throw new InvalidOperationException("No sign-in waits for a code.");
        var pkce = new Pkce(pending.Verifier!, "");
        var step = await (code.Count(char.IsLetterOrDigit) > LongestSentCode
            ? account.SignIn.ContinueNativeByRecoveryCodeAsync(TokenClient.PhoneClient, pending.Handle, code, pkce, ct)
            : account.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, pending.Handle, code, pkce, ct)).ConfigureAwait(false);
        if (step.AuthSession is { } session)
        {
            phone.UserData.Save(phone.UserData.Record with { Pending = pending with { Handle = session } });
            return SignInProgress.CodeNeeded;
        }

        return Keep(pending.Identifier, step);
    }

    /// <summary>Forgets a sign-in that waits for a code.</summary>
    public void Abandon()
    {
        if (phone.UserData.Record.Pending is not null)
        {
            phone.UserData.Save(phone.UserData.Record with { Pending = null });
        }
    }

    /// <summary>A token of the holder's session; renewed when there is none from this boot.</summary>
    /// <returns><c>null</c> when the session is over and the holder has to sign in again.</returns>
    public async Task<string?> TokenAsync(CancellationToken ct)
    {
        if (accessToken is not null || phone.UserData.Record.RefreshToken is not { } refresh)
        {
            return accessToken;
        }

        try
        {
            var tokens = await account.SignIn.RefreshAsync(TokenClient.PhoneClient, refresh, ct).ConfigureAwait(false);
            phone.UserData.Save(phone.UserData.Record with { RefreshToken = tokens.RefreshToken ?? refresh });
            return accessToken = tokens.AccessToken;
        }
        catch (OAuthException e) when (e.Code == "invalid_grant")
        {
            phone.UserData.Save(phone.UserData.Record with { RefreshToken = null });
            return null;
        }
    }

    private bool IsSame(string identifier) => string.Equals(phone.UserData.Record.Identifier, identifier, StringComparison.Ordinal);

    private SignInProgress Keep(string identifier, NativeSignInStep step)
    {
        var tokens = step.Tokens ?? throw new InvalidOperationException("The sign-in ended without tokens.");
        accessToken = tokens.AccessToken;
        phone.UserData.Save(phone.UserData.Record with
        {
            Identifier = identifier,
            RefreshToken = tokens.RefreshToken,
            KnownDevice = step.KnownDevice ?? phone.UserData.Record.KnownDevice,
            Pending = null,
        });
        return SignInProgress.Complete;
    }
}
