
namespace Tenure.Server.Tests.Hosting;

public sealed class BadInputTestsOnSqlite(SqliteServer server) : BadInputTests(server), IClassFixture<SqliteServer>;
