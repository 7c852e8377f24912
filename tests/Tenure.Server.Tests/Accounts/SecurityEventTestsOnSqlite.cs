using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class SecurityEventTestsOnSqlite(SqliteServer server) : SecurityEventTests(server), IClassFixture<SqliteServer>;
