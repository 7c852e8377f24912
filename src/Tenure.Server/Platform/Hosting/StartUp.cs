using Microsoft.Extensions.Options;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Platform.Hosting;

/// <summary>Something that must be in place before the first request; a capability registers its own.</summary>
internal interface IStartUp
{
    /// <summary>Runs once, in a scope of its own, after the schema is up to date.</summary>
    Task RunAsync(CancellationToken ct);
}

/// <summary>Before the server listens: looks at settings and secrets, updates the schema, then runs every capability's preparation.</summary>
/// <remarks>No hosted service: what such a one throws is logged with its stack, and an operator's mistake is one line.</remarks>
internal sealed class StartUp(IStartupValidator settings, DatabaseStart database, IServiceScopeFactory scopes)
{
    /// <exception cref="StartRefusedException">The server will not start like this.</exception>
    /// <exception cref="OptionsValidationException">A setting is out of its range.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        settings.Validate();
        await using var scope = scopes.CreateAsyncScope();
        // Made now, so that a wrong one stops the start and not the first sign-in.
        scope.ServiceProvider.GetRequiredService<Pepper>();
        await database.RunAsync(ct);
        foreach (var step in scope.ServiceProvider.GetServices<IStartUp>())
        {
            await step.RunAsync(ct);
        }
    }
}
