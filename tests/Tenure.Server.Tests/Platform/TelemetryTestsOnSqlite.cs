using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class TelemetryTestsOnSqlite : TelemetryTests
{
    protected override ServerFixture NewServer(IReadOnlyDictionary<string, string> settings) => new Watched(settings);

    private sealed class Watched(IReadOnlyDictionary<string, string> settings) : SqliteServer
    {
        protected override IReadOnlyDictionary<string, string> Settings => settings;
    }
}
