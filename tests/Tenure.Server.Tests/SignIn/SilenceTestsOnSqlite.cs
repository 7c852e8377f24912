using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class SilenceTestsOnSqlite(SqliteServer server) : SilenceTests(server), IClassFixture<SqliteServer>;
