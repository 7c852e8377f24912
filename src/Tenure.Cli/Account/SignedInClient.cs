using System.Globalization;
using Tenure.Client;
using Tenure.Client.SignIn;

namespace Tenure.Cli.Account;

/// <summary>A client with the saved session's token, renewed when it is about to end.</summary>
internal static class SignedInClient
{
    /// <summary>The client; <c>null</c> when nobody is signed in or the session has ended.</summary>
    public static async Task<TenureClient?> OpenAsync(CommandStreams streams, HttpClient http, TimeProvider clock, CancellationToken ct)
    {
        var file = SavedSession.FileOf(streams);
        if (SavedSession.Read(file) is not { } session)
        {
            return null;
        }

        http.BaseAddress = session.Server;
        var client = new TenureClient(http) { Language = CultureInfo.CurrentUICulture.Name is { Length: > 0 } spoken ? spoken : null };
        if (session.ExpiresAt - clock.GetUtcNow() < TimeSpan.FromSeconds(30))
        {
            if (session.RefreshToken is null)
            {
                return null;
            }

            try
            {
                var tokens = await client.SignIn.RefreshAsync(TokenClient.CommandLineClient, session.RefreshToken, ct);
                session = Saved(session.Server, tokens, clock) with { RefreshToken = tokens.RefreshToken ?? session.RefreshToken, KnownDevice = session.KnownDevice };
                session.Write(file);
            }
            catch (OAuthException refused) when (refused.Code == "invalid_grant")
            {
                return null;
            }
        }

        client.AccessToken = session.AccessToken;
        return client;
    }

    /// <summary>The session that these tokens make.</summary>
    public static SavedSession Saved(Uri server, Tokens tokens, TimeProvider clock) =>
        new(server, tokens.AccessToken, clock.GetUtcNow().AddSeconds(tokens.ExpiresIn), tokens.RefreshToken);
}
