using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Keys;

public sealed class StatementTestsOnSqlite(SqliteServer server) : StatementTests(server), IClassFixture<SqliteServer>;
