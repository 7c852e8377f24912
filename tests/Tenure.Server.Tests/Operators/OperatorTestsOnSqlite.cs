using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class OperatorTestsOnSqlite(SqliteServer server) : OperatorTests(server), IClassFixture<SqliteServer>;
