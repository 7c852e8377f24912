using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Tenure.Protocols.Signing;
using Tenure.Server.Data;

namespace Tenure.Server.Keys;

/// <summary>
/// The agents' passkeys of which a signer takes votes: a file in its keys folder, written by <c>keys admit</c> and <c>keys dismiss</c> and by no server. A line each: name, role, credential, key (base64url), since, withdrawn.
/// </summary>
internal sealed class AgentFile(string folder)
{
    /// <summary>Its name.</summary>
    public const string Name = "agents";

    private const string Head = "tenure-signer-agents/1";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Good = "-";

    // Some 900 bytes a passkey with RSA, and room to spare.
    private const int MostBytes = SignerStatus.MostAgents * 2048;

    /// <summary>Keeps every other command out between reading and writing; until it is disposed. An empty file beside the list, which stays: one that is removed could be locked twice.</summary>
    /// <exception cref="KeyFileException">Another command is at it, or there is no such folder.</exception>
    public IDisposable Lock()
    {
        try
        {
            return new FileStream(Path.Combine(folder, Name + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The file {Name} in the keys folder cannot be changed now: another command is at it, or the folder cannot be written.", e);
        }
    }

    /// <summary>What is in it; nothing where there is none.</summary>
    /// <exception cref="KeyFileException">It cannot be read, or is none.</exception>
    public IReadOnlyList<AgentKey> Read()
    {
        var file = Path.Combine(folder, Name);
        try
        {
            if (!File.Exists(file))
            {
                return [];
            }

            var lines = new FileInfo(file).Length <= MostBytes ? File.ReadAllText(file, Encoding.ASCII).Split('\n') : [];
            if (lines is [Head, .. var rest, ""] && rest.Length <= SignerStatus.MostAgents)
            {
                return [.. rest.Select(Parse)];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw Broken(e);
        }

        throw Broken(null);
    }

    /// <summary>Puts a list in its place by one rename.</summary>
    public void Write(IEnumerable<AgentKey> agents)
    {
        var lines = agents.Select(a => string.Join(
            '\t', a.Agent, a.Role, Base64Url.EncodeToString(a.Credential), Base64Url.EncodeToString(a.PublicKey), Text(a.Since), a.WithdrawnAt is { } gone ? Text(gone) : Good));
        DataFolder.WriteSecret(Path.Combine(folder, Name), Encoding.ASCII.GetBytes(string.Join('\n', [Head, .. lines, ""])));
    }

    private static AgentKey Parse(string line) => line.Split('\t') is [{ Length: > 0 } agent, { Length: > 0 } role, { Length: > 0 } credential, { Length: > 0 } key, var since, var gone]
        ? new AgentKey(agent, role, Base64Url.DecodeFromChars(credential), Base64Url.DecodeFromChars(key), Time(since), gone == Good ? null : Time(gone))
        : throw new FormatException("Six fields are expected.");

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static KeyFileException Broken(Exception? reason) => new($"The file {Name} in the keys folder is none that `keys admit` wrote: docs/operate/keys.md.", reason);
}
