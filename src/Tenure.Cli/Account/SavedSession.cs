using System.Text.Json;

namespace Tenure.Cli.Account;

/// <summary>The command line's session, in a file that only its owner may read.</summary>
/// <param name="Server">The server it belongs to.</param>
/// <param name="AccessToken">The latest access token.</param>
/// <param name="ExpiresAt">When that token ends.</param>
/// <param name="RefreshToken">For the next one.</param>
/// <param name="KnownDevice">By which the server knows this computer at the next sign-in in the terminal and asks for no code; <c>null</c> where it never did.</param>
internal sealed record SavedSession(Uri Server, string AccessToken, DateTimeOffset ExpiresAt, string? RefreshToken, string? KnownDevice = null)
{
    /// <summary>Where it is kept: <c>TENURE_SESSION</c>, or <c>tenure/session.json</c> in the user's configuration folder.</summary>
    public static string FileOf(CommandStreams streams) => streams.Environment("TENURE_SESSION") is { Length: > 0 } file
        ? file
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "tenure", "session.json");

    /// <summary>The session, or <c>null</c> when there is none or its file cannot be read as one.</summary>
    public static SavedSession? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<SavedSession>(File.ReadAllBytes(file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it whole or not at all, with mode 0600.</summary>
    public void Write(string file) => OwnersFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(this));
}
