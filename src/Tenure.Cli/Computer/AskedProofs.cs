using Spectre.Console;
using Tenure.Cli.Flash;
using Tenure.Client;
using Tenure.Client.Accounts;

namespace Tenure.Cli.Computer;

/// <summary>Password and second proof for an act: asked for at a terminal; of a script they come from its options, and without a code one is sent and the script comes back with it.</summary>
internal sealed class AskedProofs(TenureClient client, CommandStreams streams, CommandOutput output)
{
    private readonly ComputerText text = ComputerText.Languages.OfTerminal;

    /// <summary>The code that was sent, or a recovery code; else <c>TENURE_CODE</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Of the code that was sent.</summary>
    public string? Transaction { get; init; }

    /// <summary>The password is the next line of standard input; else <c>TENURE_PASSWORD</c>.</summary>
    public bool PasswordStdin { get; init; }

    /// <summary>The password, where it was given a moment ago.</summary>
    public string? Password { get; init; }

    private bool IsAsked => streams.IsTerminal && !output.IsJson;

    /// <summary>Both.</summary>
    /// <exception cref="CodeNeededException">A code was sent; begin again with it.</exception>
    public async Task<(string Password, string Code, string? Transaction)> BothAsync(string purpose, CancellationToken ct)
    {
        var (code, transaction) = (Code ?? streams.Environment("TENURE_CODE"), Transaction);
        if (string.IsNullOrEmpty(code))
        {
            transaction = (await client.SendProofCodeAsync(new SendProofCode(purpose), ct)).Transaction;
            code = IsAsked ? Ask(text.AskCode, isSecret: false) : throw new CodeNeededException(CommandOutput.Format(text.CodeSent, transaction), transaction);
        }

        return (await PasswordAsync(ct), code, transaction);
    }

    /// <summary>The password alone.</summary>
    public async Task<string> PasswordAsync(CancellationToken ct)
    {
        if (Password is { } given)
        {
            return given;
        }

        var password = PasswordStdin ? await streams.In.ReadLineAsync(ct) : streams.Environment("TENURE_PASSWORD");
        return password ?? (IsAsked ? Ask(text.AskPassword, isSecret: true) : "");
    }

    private string Ask(string question, bool isSecret)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question)).AllowEmpty();
        return output.Console.Prompt(isSecret ? prompt.Secret(null) : prompt);
    }
}
