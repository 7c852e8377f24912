using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>A story with a server, the command line and perhaps a phone, each a process of its own.</summary>
public abstract class CommandLineStory(StoryServer server) : IDisposable
{
    /// <summary>Everybody's.</summary>
    protected const string Password = "paper boats on the canal";

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The command line: the published one where there is one.</summary>
    protected static string Program => Programs.CommandLine;

    /// <summary>A folder for what the story writes; it is gone afterwards.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("tenure-story").FullName;

    protected Uri ServerAddress => server.Address;

    /// <summary>The same, as a person types it.</summary>
    protected string Server => ServerAddress.OriginalString;

    /// <summary>The server's data folder.</summary>
    protected string ServerData => server.Data;

    protected HttpClient Http => server.Http;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Folder, recursive: true);
    }
}
