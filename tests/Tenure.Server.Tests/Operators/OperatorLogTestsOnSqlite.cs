using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorLogTestsOnSqlite(SqliteServer server) : OperatorLogTests(server), IClassFixture<SqliteServer>;
