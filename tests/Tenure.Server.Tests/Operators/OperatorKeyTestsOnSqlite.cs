using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorKeyTestsOnSqlite(SqliteServer server) : OperatorKeyTests(server), IClassFixture<SqliteServer>;
