namespace Tenure.Server.Tests.Platform;

public sealed class ServiceNameTestsOnSqlite(NamedSqliteServer server) : ServiceNameTests(server), IClassFixture<NamedSqliteServer>;
