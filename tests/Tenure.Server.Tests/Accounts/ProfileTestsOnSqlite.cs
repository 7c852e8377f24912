using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class ProfileTestsOnSqlite(SqliteServer server) : ProfileTests(server), IClassFixture<SqliteServer>;
