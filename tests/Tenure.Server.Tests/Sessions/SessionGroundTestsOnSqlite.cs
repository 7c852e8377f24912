using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Sessions;

public sealed class SessionGroundTestsOnSqlite(SqliteServer server) : SessionGroundTests(server), IClassFixture<SqliteServer>;
