using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Documents;

public sealed class DocumentTestsOnSqlite(SqliteServer server) : DocumentTests(server), IClassFixture<SqliteServer>;
