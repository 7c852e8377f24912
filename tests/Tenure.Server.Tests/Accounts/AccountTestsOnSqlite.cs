using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class AccountTestsOnSqlite(SqliteServer server) : AccountTests(server), IClassFixture<SqliteServer>;
