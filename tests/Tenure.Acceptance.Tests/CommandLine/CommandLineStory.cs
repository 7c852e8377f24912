using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>A story with a server, the command line and perhaps a phone, each a process of its own.</summary>
/// <param name="settings">Of the server, as its arguments.</param>
public abstract class CommandLineStory(params string[] settings) : IAsyncLifetime
{
    /// <summary>Everybody's.</summary>
    protected const string Password = "paper boats on the canal";

    private ServerProcess? server;
    private HttpClient? http;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The command line: the published one where there is one.</summary>
    protected static string Program => Programs.CommandLine;

    /// <summary>A folder for what the story writes; it is gone afterwards.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("tenure-story").FullName;

    protected Uri ServerAddress => server?.Address ?? throw new InvalidOperationException("The server has not started.");

    /// <summary>The same, as a person types it.</summary>
    protected string Server => ServerAddress.OriginalString;

    protected HttpClient Http => http ?? throw new InvalidOperationException("The server has not started.");

    public async ValueTask InitializeAsync()
    {
        server = new ServerProcess(Path.Combine(Folder, "server"), settings);
        await server.StartAsync(Ct);
        http = new HttpClient { BaseAddress = server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        http?.Dispose();
        await (server?.DisposeAsync() ?? default);
        Directory.Delete(Folder, recursive: true);
    }
}
