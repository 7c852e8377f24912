using System.Buffers.Text;
using System.Globalization;
using Tenure.Protocols.Signing;

namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys admit</c>: tells a signer an agent's passkey, as the agent's own page shows it. From then on the signer takes votes that it signed.</summary>
internal static class AdmitAgent
{
    private const int LongestName = 40;
    private const int LongestCredential = 1023;
    private const int LongestKey = 640;

    public static async Task<int> RunAsync(KeyArguments given, KeyTerminal terminal, CancellationToken ct)
    {
        var (agent, role) = (Named(given["--agent"]!), given["--role"] is { } word and ("agent" or "senior") ? word : throw new FormatException("--role is agent or senior."));
        var (credential, key) = PasskeyOf(given["--passkey"]!);
        if (PasskeyKey.Read(key) is not { } passkey)
        {
            throw new KeyFileException(terminal.Words["PasskeyKind"]);
        }

        var file = new AgentFile(given["--keys"]!);
        using var alone = file.Lock();
        var known = file.Read();
        // Also one that was taken away, or that another name has: two names with one key would be one person who votes twice.
        if (known.Any(a => a.Credential.AsSpan().SequenceEqual(credential) || PasskeyKey.Read(a.PublicKey)?.IsSameAs(passkey) == true))
        {
            throw new KeyFileException(terminal.Words["PasskeyKnown"]);
        }

        if (known.Count >= SignerStatus.MostAgents)
        {
            throw new KeyFileException(terminal.Words["AgentsFull", SignerStatus.MostAgents]);
        }

        file.Write([.. known, new AgentKey(agent, role, credential, key, terminal.Now, null)]);
        var mark = AgentKey.ShownMarkOf(agent, credential, key);
        await terminal.TellAsync(new { agent, role, mark }, terminal.Words["Admitted", agent, role, mark]);
        return 0;
    }

    /// <summary>An operator's name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string Named(string typed) => typed.Length is > 0 and <= LongestName && typed.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-')
        ? typed
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"--agent is an operator's name, of up to {LongestName} characters."));

    private static (byte[] Credential, byte[] Key) PasskeyOf(string text) => text.Split('.') is [var credential, var key] && Base64Url.IsValid(credential) && Base64Url.IsValid(key)
        && (Base64Url.DecodeFromChars(credential), Base64Url.DecodeFromChars(key)) is ({ Length: > 0 and <= LongestCredential } id, { Length: > 0 and <= LongestKey } cose)
        ? (id, cose)
        : throw new FormatException("--passkey is what the agent's page of passkeys shows: two words of base64url with a dot between them.");
}
