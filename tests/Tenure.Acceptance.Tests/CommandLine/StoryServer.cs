using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The server process of a class of stories, which come one after the other: each has people and phones of its own.</summary>
public class StoryServer : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-stories").FullName;
    private ServerProcess? process;

    /// <summary>Where it answers.</summary>
    public Uri Address => Running.Address;

    /// <summary>Its data folder.</summary>
    public string Data => Running.Data;

    /// <summary>To ask it.</summary>
    public HttpClient Http { get; } = new();

    private ServerProcess Running => process ?? throw new InvalidOperationException("The server has not started.");

    public virtual async ValueTask InitializeAsync()
    {
        process = new ServerProcess(Path.Combine(folder, "server"), Settings);
        Prepare(process);
        await process.StartAsync(TestContext.Current.CancellationToken);
        Http.BaseAddress = process.Address;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await (process?.DisposeAsync() ?? default);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Its arguments.</summary>
    protected virtual IEnumerable<string> Settings => [];

    /// <summary>What its environment has beside that.</summary>
    protected virtual void Prepare(ServerProcess server)
    {
    }
}
