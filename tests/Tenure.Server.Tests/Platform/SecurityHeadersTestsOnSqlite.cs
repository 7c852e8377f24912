using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class SecurityHeadersTestsOnSqlite(SqliteServer server) : SecurityHeadersTests(server), IClassFixture<SqliteServer>;
