using Spectre.Console;
using Tenure.Client;
using Tenure.Client.SignIn;

namespace Tenure.Cli.Account;

/// <summary>Sign-in in the terminal through the first-party challenge endpoint: number, address or phone number, then the password, then a code where the server wants one. Nothing secret is an argument or shown.</summary>
/// <param name="client">Of the server.</param>
/// <param name="text">The words.</param>
/// <param name="streams">Where a script's password and code come from: a line of standard input each.</param>
/// <param name="console">Where a person is asked; <c>null</c> where nobody sits.</param>
internal sealed class TerminalSignIn(TenureClient client, AccountText text, CommandStreams streams, IAnsiConsole? console)
{
    private const string App = TokenClient.CommandLineClient;

    // What the server sends a code for; it takes a recovery code in its place. Anything else is for a browser.
    private const string ByCode = "mail_code";

    /// <summary>Whether the password is the next line of standard input; else it is asked for, or in <c>TENURE_PASSWORD</c>.</summary>
    public bool PasswordStdin { get; init; }

    /// <exception cref="CodeMissingException">A code was sent, and nobody types one.</exception>
    /// <exception cref="OAuthException">The sign-in was refused.</exception>
    public async Task<NativeSignInStep> RunAsync(string user, string? knownDevice, CancellationToken ct)
    {
        var password = PasswordStdin ? await streams.In.ReadLineAsync(ct) : streams.Environment("TENURE_PASSWORD");
        password ??= console?.Prompt(Question(text.AskPassword).Secret(null)) ?? "";
        var pkce = Pkce.Create();
        var step = await client.SignIn.StartNativeAsync(App, user, password, knownDevice, Environment.MachineName, pkce, ct);
        if (step.Tokens is not null)
        {
            return step;
        }

        if (step.Next is not (null or ByCode))
        {
            throw new OAuthException(new OAuthError("use_browser", Refusal: "use_browser", Message: text.UseBrowser), null);
        }

        while (true)
        {
            var typed = await CodeAsync(ct);
            try
            {
                // A recovery code is long, a code that was sent has six digits.
                return typed.Count(char.IsLetterOrDigit) > 12
                    ? await client.SignIn.ContinueNativeByRecoveryCodeAsync(App, step.AuthSession!, typed, pkce, ct)
                    : await client.SignIn.ContinueNativeAsync(App, step.AuthSession!, typed, pkce, ct);
            }
            catch (OAuthException wrong) when (console is not null && wrong.Error.AuthSession is not null)
            {
                // Another try is left.
                console.WriteLine(wrong.Message);
            }
        }
    }

    private async Task<string> CodeAsync(CancellationToken ct)
    {
        if (console is not null)
        {
            return console.Prompt(Question(text.AskCode));
        }

        // A program reads the mail and writes the code into the same pipe.
        streams.Error.WriteLine(text.CodeSent);
        return await streams.In.ReadLineAsync(ct) is { Length: > 0 } typed ? typed : throw new CodeMissingException();
    }

    private static TextPrompt<string> Question(string question) => new TextPrompt<string>(Markup.Escape(question)).AllowEmpty();
}
