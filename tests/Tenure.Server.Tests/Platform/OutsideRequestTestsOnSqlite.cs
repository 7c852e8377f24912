using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class OutsideRequestTestsOnSqlite(SqliteServer server) : OutsideRequestTests(server), IClassFixture<SqliteServer>;
