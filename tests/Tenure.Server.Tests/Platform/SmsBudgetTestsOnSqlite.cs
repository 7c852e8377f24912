using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class SmsBudgetTestsOnSqlite(SqliteServer server) : SmsBudgetTests(server), IClassFixture<SqliteServer>;
