using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class CaseQueueTestsOnSqlite(SqliteServer server) : CaseQueueTests(server), IClassFixture<SqliteServer>;
