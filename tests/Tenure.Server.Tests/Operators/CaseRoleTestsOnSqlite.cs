using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class CaseRoleTestsOnSqlite(SqliteServer server) : CaseRoleTests(server), IClassFixture<SqliteServer>;
