using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public sealed class PictureTestsOnSqlite(SqliteServer server) : PictureTests(server), IClassFixture<SqliteServer>;
