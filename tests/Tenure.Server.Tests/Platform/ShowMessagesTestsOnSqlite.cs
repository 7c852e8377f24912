using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

public sealed class ShowMessagesTestsOnSqlite(SqliteServer server) : ShowMessagesTests(server), IClassFixture<SqliteServer>;
