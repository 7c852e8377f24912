using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Sessions;

public sealed class SessionTestsOnSqlite(SqliteServer server) : SessionTests(server), IClassFixture<SqliteServer>;
