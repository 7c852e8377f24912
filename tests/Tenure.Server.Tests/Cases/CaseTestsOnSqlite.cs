using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Cases;

public sealed class CaseTestsOnSqlite(SqliteServer server) : CaseTests(server), IClassFixture<SqliteServer>;
