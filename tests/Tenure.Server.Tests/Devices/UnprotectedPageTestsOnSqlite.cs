using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

public sealed class UnprotectedPageTestsOnSqlite(SqliteServer server) : UnprotectedPageTests(server), IClassFixture<SqliteServer>;
