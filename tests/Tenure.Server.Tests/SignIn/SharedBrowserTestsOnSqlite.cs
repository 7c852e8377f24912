using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class SharedBrowserTestsOnSqlite(SqliteServer server) : SharedBrowserTests(server), IClassFixture<SqliteServer>;
