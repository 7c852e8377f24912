using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class CaseIntakeTestsOnSqlite(SqliteServer server) : CaseIntakeTests(server), IClassFixture<SqliteServer>;
