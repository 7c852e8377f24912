using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class GuessingOnSqlite(SqliteServer server) : GuessingTests(server), IClassFixture<SqliteServer>;
