using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Tenure.Client;
using Tenure.Client.SignIn;

namespace Tenure.Cli.Account;

/// <summary>Sign-in by the browser on this machine: code with PKCE, redirected to a port of loopback that is open for this one answer.</summary>
/// <remarks>RFC 8252 §7.3 and §8.1; RFC 7636.</remarks>
internal sealed class LoopbackSignIn(TenureClient client, Uri server, AccountText text, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task<Tokens> RunAsync(bool openBrowser, CancellationToken ct)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var redirect = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/callback");
        var pkce = Pkce.Create();
        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var address = new Uri(server, "/connect/authorize?response_type=code&client_id=" + TokenClient.CommandLineClient
            + "&redirect_uri=" + Uri.EscapeDataString(redirect) + "&scope=" + Uri.EscapeDataString(TokenClient.AccountScope)
            + "&code_challenge=" + pkce.Challenge + "&code_challenge_method=S256&state=" + state);
        say(CommandOutput.Format(text.OpenPage, address.AbsoluteUri));
        if (openBrowser)
        {
            OpenBrowser(address);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var code = await WaitForCodeAsync(listener, state, limit.Token);
        return await client.SignIn.RedeemAsync(TokenClient.CommandLineClient, code, pkce.Verifier, redirect, ct);
    }

    // Other requests (a favicon, a scanner) get a short no; only one that carries our state ends the wait.
    private async Task<string> WaitForCodeAsync(TcpListener listener, string state, CancellationToken ct)
    {
        while (true)
        {
            using var connection = await listener.AcceptTcpClientAsync(ct);
            var stream = connection.GetStream();
            var query = await ReadQueryAsync(stream, ct);
            var answered = query?["state"] is { } returned && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(returned), Encoding.ASCII.GetBytes(state));
            if (!answered)
            {
                await AnswerAsync(stream, "404 Not Found", "", ct);
                continue;
            }

            await AnswerAsync(stream, "200 OK", text.BackToTerminal, ct);
            return query!["code"] ?? throw new OAuthException(new OAuthError(query["error"] ?? "access_denied", query["error_description"]), null);
        }
    }

    private static async Task<System.Collections.Specialized.NameValueCollection?> ReadQueryAsync(NetworkStream stream, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        var buffer = new byte[8192];
        var filled = 0;
        try
        {
            while (filled < buffer.Length && buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) < 0)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(filled), limit.Token);
                if (read == 0)
                {
                    break;
                }

                filled += read;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }

        var line = Encoding.ASCII.GetString(buffer, 0, filled).Split("\r\n", 2)[0].Split(' ');
        return line is ["GET", var target, _] && target.StartsWith("/callback?", StringComparison.Ordinal) ? HttpUtility.ParseQueryString(target["/callback?".Length..]) : null;
    }

    private static async Task AnswerAsync(NetworkStream stream, string status, string body, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = string.Create(
            CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n");
        try
        {
            await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. bytes], ct);
        }
        catch (IOException)
        {
            // Gone before it was answered: what it brought counts, and others may come.
        }
    }

    private static void OpenBrowser(Uri address)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception none) when (none is System.ComponentModel.Win32Exception or PlatformNotSupportedException)
        {
            // No browser here: the address is on the screen.
        }
    }
}
