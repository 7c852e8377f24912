using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

/// <summary>A host under a name of its own.</summary>
public sealed class NamedPostgresServer : PostgresServer
{
    protected override IReadOnlyDictionary<string, string> Settings => ServiceNameTests.Settings;
}
