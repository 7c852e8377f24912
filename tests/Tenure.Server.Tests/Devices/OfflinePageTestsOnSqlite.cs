using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

public sealed class OfflinePageTestsOnSqlite(SqliteServer server) : OfflinePageTests(server), IClassFixture<SqliteServer>;
