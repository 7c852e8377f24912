using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public sealed class TokenSweepTestsOnSqlite(SqliteServer server) : TokenSweepTests(server), IClassFixture<SqliteServer>;
