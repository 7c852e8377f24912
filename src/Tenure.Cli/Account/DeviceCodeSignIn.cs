using Tenure.Client;
using Tenure.Client.SignIn;

namespace Tenure.Cli.Account;

/// <summary>Sign-in by a browser elsewhere: a code is shown here and confirmed there (RFC 8628).</summary>
internal sealed class DeviceCodeSignIn(TenureClient client, AccountText text, Action<string> say, TimeProvider clock)
{
    public async Task<Tokens> RunAsync(CancellationToken ct)
    {
        var asked = await client.SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, ct);
        say(CommandOutput.Format(text.EnterCode, asked.VerificationUri, asked.UserCode));
        var interval = TimeSpan.FromSeconds(Math.Max(1, asked.Interval));
        while (true)
        {
            await Task.Delay(interval, clock, ct);
            try
            {
                return await client.SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, ct);
            }
            catch (OAuthException waiting) when (waiting.Code is "authorization_pending" or "slow_down")
            {
                // RFC 8628 §3.5: each slow_down adds five seconds.
                interval += waiting.Code == "slow_down" ? TimeSpan.FromSeconds(5) : TimeSpan.Zero;
            }
        }
    }
}
