using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public sealed class TokenTestsOnSqlite(SqliteServer server) : TokenTests(server), IClassFixture<SqliteServer>;
