using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class GuessingTestsOnSqlite(SqliteServer server) : GuessingTests(server), IClassFixture<SqliteServer>;
