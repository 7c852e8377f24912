using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public sealed class SignInTestsOnSqlite(SqliteServer server) : SignInTests(server), IClassFixture<SqliteServer>;
