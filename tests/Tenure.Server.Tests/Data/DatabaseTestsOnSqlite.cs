using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Data;

public sealed class DatabaseTestsOnSqlite(SqliteServer server) : DatabaseTests(server), IClassFixture<SqliteServer>;
