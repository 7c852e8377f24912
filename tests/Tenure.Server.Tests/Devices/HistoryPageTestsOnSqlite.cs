using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

public sealed class HistoryPageTestsOnSqlite(SqliteServer server) : HistoryPageTests(server), IClassFixture<SqliteServer>;
