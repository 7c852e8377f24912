using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class RegistrationTestsOnSqlite(SqliteServer server) : RegistrationTests(server), IClassFixture<SqliteServer>;
