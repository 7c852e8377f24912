using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

public sealed class PasskeyTestsOnSqlite(SqliteServer server) : PasskeyTests(server), IClassFixture<SqliteServer>;
