using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public sealed class TokenRowTestsOnSqlite(SqliteServer server) : TokenRowTests(server), IClassFixture<SqliteServer>;
