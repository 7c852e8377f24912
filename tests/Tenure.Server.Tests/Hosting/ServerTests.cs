namespace Tenure.Server.Tests.Hosting;

/// <summary>Tests of the host, run once on each database.</summary>
public abstract class ServerTests(ServerFixture server) : IAsyncLifetime
{
    protected ServerFixture Server => server;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => server.UsedAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
