using Tenure.Server.Data;

namespace Tenure.Server.Platform.Hosting;

/// <summary>Something that must be in place before the first request; a capability registers its own.</summary>
internal interface IStartUp
{
    /// <summary>Runs once, in a scope of its own, after the schema is up to date.</summary>
    Task RunAsync(CancellationToken ct);
}

/// <summary>Runs the schema update, then every capability's preparation, before the server listens.</summary>
internal sealed class StartUp(DatabaseStart database, IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.RunAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        foreach (var step in scope.ServiceProvider.GetServices<IStartUp>())
        {
            await step.RunAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
